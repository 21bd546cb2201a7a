import { resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PglitePgConnection } from "@electric-sql/pglite/node-postgres";
import pg from "pg";
import { FolderError } from "./FolderError.js";
import { FolderLock } from "./FolderLock.js";
import { prepareFolder, WHAT_TO_DO } from "./prepareFolder.js";

export const MEMORY = "memory://";

/**
 * A stand-in for the `pg` module whose pool talks to PostgreSQL compiled to WebAssembly, in this process. It has one session,
 * so statements outside of an open transaction wait for its end. That is enough for first steps and tests, not for production.
 *
 * @param directory where the files live, or `memory://`. @param running a server that runs already, and outlives the pool.
 */
export function embeddedDriver(directory: string, running?: PGlite): typeof pg {
  class EmbeddedPool extends pg.Pool {
    private readonly lock: FolderLock | undefined;
    private readonly server: PGlite;

    constructor(options: pg.PoolConfig) {
      const isInMemory = directory.startsWith(MEMORY);
      const folder = isInMemory ? directory : resolve(directory);
      const { lock, finish } = isInMemory ? IN_MEMORY : take(folder);
      const server = running ?? new PGlite(folder);
      // Before any client: from then on the folder holds acknowledged writes.
      const ready = server.waitReady.then(finish, () => {
        throw new FolderError(`The embedded database in ${folder} does not start, since its files are damaged. ${WHAT_TO_DO}`);
      });
      ready.catch(() => undefined);
      super({
        ...options,
        max: 1,
        idleTimeoutMillis: 0,
        Client: clientOf(server, ready),
        onConnect: beginAnew,
      } as pg.PoolConfig);
      this.lock = lock;
      this.server = server;
    }

    override end(): Promise<void>;
    override end(callback: () => void): void;
    override end(callback?: () => void): Promise<void> | undefined {
      const ended = super.end().then(async () => {
        if (this.server !== running) await this.server.close();
        this.lock?.release();
      });
      if (!callback) return ended;
      ended.then(callback, callback);
      return undefined;
    }
  }
  return { ...pg, Pool: EmbeddedPool } as never;
}

const IN_MEMORY = { lock: undefined, finish: () => undefined };

/** Locks the folder and looks at it. @throws FolderError */
function take(folder: string): { lock: FolderLock; finish: () => void } {
  let lock: FolderLock | undefined;
  try {
    lock = FolderLock.take(folder);
    return { lock, finish: prepareFolder(folder) };
  } catch (error) {
    lock?.release();
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof FolderError || code === undefined) throw error;
    throw new FolderError(
      `The folder of the embedded database, ${folder}, cannot be written (${code}). Let it belong to the user of this process, or set DATABASE_DIR to another folder.`,
    );
  }
}

/**
 * A client of the one session. Each has a connection object of its own, which knows no statement that an earlier client
 * prepared.
 */
function clientOf(server: PGlite, ready: Promise<void>): typeof pg.Client {
  return class extends pg.Client {
    constructor(options?: string | pg.ClientConfig) {
      const connection = new PglitePgConnection({ pglite: server });
      // Without a socket there are no writes to gather.
      Object.assign(connection.stream, { cork: () => undefined, uncork: () => undefined });
      super({ ...(options as pg.ClientConfig), connection } as never);
    }

    override connect(callback?: unknown): never {
      const connected = ready.then(() => super.connect());
      if (typeof callback !== "function") return connected as never;
      connected.then(() => callback(null, this), callback as never);
      return undefined as never;
    }
  };
}

/**
 * The session outlives its clients. So a new client first ends the transaction that the last one left, and drops its settings.
 */
async function beginAnew(client: pg.ClientBase): Promise<void> {
  await client.query("ROLLBACK");
  await client.query("DISCARD ALL");
}
