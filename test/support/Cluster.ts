import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { freePort } from "./pgBouncer.js";

const VERSIONS = "/usr/lib/postgresql";
const [newest] = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((one, other) => Number(other) - Number(one)) : [];
/** A folder in memory, where the machine has one. */
const MEMORY = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const isRoot = process.getuid?.() === 0;

/** Whether this machine can run PostgreSQL servers of the tests' own. */
export const hasClusters = newest !== undefined && existsSync(join(VERSIONS, newest, "bin", "initdb"));

/** What the service signs in as. It is no superuser and owns its database. */
export const ROLE = "novadraw";
export const PASSWORD = "s3cret-of-the-role";

const LOCALLY = "local all postgres trust\nlocal replication postgres trust\n";

/** A PostgreSQL server of a test's own, to be stopped, frozen and filled. The test itself signs in by its socket. */
export class Cluster {
  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(): Promise<Cluster> {
    const cluster = await Cluster.make(["max_connections = 40", "shared_buffers = 32MB"], "scram-sha-256");
    await cluster.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'`);
    await cluster.query(`CREATE DATABASE ${ROLE} OWNER ${ROLE}`);
    return cluster;
  }

  /** A server in memory, for all tests of a run: it lets everybody in at `superuserUrl`. */
  static async inMemory(): Promise<Cluster> {
    return Cluster.make(["max_connections = 100", "full_page_writes = off", "autovacuum = off"], "trust", MEMORY);
  }

  private static async make(own: readonly string[], method: string, parent?: string): Promise<Cluster> {
    const folder = newFolder(parent);
    const cluster = new Cluster(folder, await freePort());
    cluster.run("initdb", "-D", cluster.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
    const options = [
      `port = ${cluster.port}`,
      `unix_socket_directories = '${folder}'`,
      "listen_addresses = '127.0.0.1'",
      "fsync = off",
      ...own,
    ];
    writeFileSync(join(cluster.data, "postgresql.auto.conf"), `${options.join("\n")}\n`);
    writeFileSync(join(cluster.data, "pg_hba.conf"), `${LOCALLY}host all all 127.0.0.1/32 ${method}\n`);
    cluster.resume();
    return cluster;
  }

  /** Starts a streaming standby of this server. */
  async standby(): Promise<Cluster> {
    const standby = new Cluster(newFolder(), await freePort());
    standby.run(
      "pg_basebackup",
      "-D",
      standby.data,
      "-h",
      this.folder,
      "-p",
      String(this.port),
      "-U",
      "postgres",
      "-R",
      "--no-sync",
      "-c",
      "fast",
    );
    const own = [`port = ${standby.port}`, `unix_socket_directories = '${standby.folder}'`];
    appendFileSync(join(standby.data, "postgresql.auto.conf"), `${own.join("\n")}\n`);
    standby.resume();
    return standby;
  }

  /** Has a standby follow nobody any more. */
  promote(): void {
    this.run("pg_ctl", "promote", "-w", "-D", this.data);
  }

  /** Has the server offer TLS with this certificate; where it is required, nobody is let in without. */
  offerTls({ certificate, key }: { certificate: string; key: string }, isRequired: boolean): void {
    for (const [name, content] of [
      ["server.crt", certificate],
      ["server.key", key],
    ] as const) {
      const path = join(this.data, name);
      writeFileSync(path, content, { mode: 0o600 });
      if (isRoot) chownSync(path, idOf("-u"), idOf("-g"));
    }
    appendFileSync(join(this.data, "postgresql.auto.conf"), "\nssl = on\n");
    const kind = isRequired ? "hostssl" : "host";
    writeFileSync(join(this.data, "pg_hba.conf"), `${LOCALLY}${kind} all all 127.0.0.1/32 scram-sha-256\n`);
    this.stop("fast");
    this.resume();
  }

  get superuserUrl(): string {
    return `postgresql://postgres@127.0.0.1:${this.port}/postgres`;
  }

  urlThrough(port: number): string {
    return `postgresql://${ROLE}:${PASSWORD}@127.0.0.1:${port}/${ROLE}`;
  }

  /** Asks as superuser, past every proxy. */
  async query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[], database = "postgres"): Promise<Row[]> {
    const client = await this.connect(database);
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  async connect(database = ROLE): Promise<pg.Client> {
    const client = new pg.Client({ host: this.folder, port: this.port, user: "postgres", database });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }

  stop(mode: "fast" | "immediate"): void {
    this.run("pg_ctl", "stop", "-w", "-D", this.data, "-m", mode);
  }

  resume(): void {
    this.run("pg_ctl", "start", "-w", "-D", this.data, "-l", join(this.folder, "log"));
  }

  freeze(): void {
    this.signal("SIGSTOP");
  }

  thaw(): void {
    this.signal("SIGCONT");
  }

  /** Ends the server, frozen or not, and removes its files. */
  remove(): void {
    this.thaw();
    this.stop("immediate");
    rmSync(this.folder, { recursive: true });
  }

  private get data(): string {
    return join(this.folder, "data");
  }

  private signal(signal: "SIGSTOP" | "SIGCONT"): void {
    for (const id of this.processes())
      try {
        process.kill(id, signal);
      } catch (error) {
        // A session may end between the look and the signal.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
  }

  /** The server's own process first, so that it starts no other meanwhile. */
  private processes(): number[] {
    const postmaster = Number(readFileSync(join(this.data, "postmaster.pid"), "utf8").split("\n")[0]);
    const children = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && parentOf(name) === postmaster)
      .map(Number);
    return [postmaster, ...children];
  }

  private run(program: string, ...words: string[]): void {
    const path = join(VERSIONS, newest ?? "", "bin", program);
    const [file, ...others] = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path] : [path];
    execFileSync(String(file), [...others, ...words], { stdio: "ignore", cwd: "/" });
  }
}

function newFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, "novadraw-cluster-"));
  chmodSync(folder, 0o755);
  if (isRoot) chownSync(folder, idOf("-u"), idOf("-g"));
  return folder;
}

const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"]));

function parentOf(name: string): number | undefined {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}
