import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TEST_DATABASE_URL } from "./template.js";

const PROGRAM = process.env.PGBOUNCER ?? "/usr/sbin/pgbouncer";
/** An account that is not root's, which PgBouncer refuses to run as. */
const NOBODY = 65_534;

export const hasPgBouncer = existsSync(PROGRAM);
export const PASSWORD = "the right password";

export interface PgBouncer {
  /** A URL of a database through the pooler, in transaction mode. */
  readonly urlOf: (database: string, password?: string) => string;
  readonly stop: () => Promise<void>;
}

/** Starts PgBouncer before the test server. Its one user is pooled, with a password; behind it the test server's own user works. */
export async function startPgBouncer(settings = ""): Promise<PgBouncer> {
  const server = new URL(TEST_DATABASE_URL ?? "");
  const folder = await mkdtemp(join(tmpdir(), "novadraw-pgbouncer-"));
  await chmod(folder, 0o755);
  const port = await freePort();
  await writeFile(join(folder, "users.txt"), `"pooled" "${PASSWORD}"\n`, { mode: 0o644 });
  const target = `host=${server.hostname} port=${server.port || 5432} user=${server.username}`;
  await writeFile(
    join(folder, "pgbouncer.ini"),
    `[databases]\n* = ${target}${server.password ? ` password=${server.password}` : ""}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\n` +
      `unix_socket_dir =\nauth_type = md5\nauth_file = ${folder}/users.txt\npool_mode = transaction\ndefault_pool_size = 5\n${settings}\n`,
    { mode: 0o644 },
  );
  const isRoot = process.getuid?.() === 0;
  const child = spawn(PROGRAM, [join(folder, "pgbouncer.ini")], {
    stdio: "ignore",
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
  await listening(child, port);
  return {
    urlOf: (database, password = PASSWORD) =>
      `postgresql://pooled:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      child.kill("SIGKILL");
      await rm(folder, { recursive: true });
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Waits until a program takes connections on its port. */
export async function listening(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} does not start`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (isOpen) return;
  }
}
