import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PglitePgConnection } from "@electric-sql/pglite/node-postgres";
import pg from "pg";
import { FolderLock } from "./FolderLock.js";

export const MEMORY = "memory://";

/**
 * A stand-in for the `pg` module whose pool talks to PostgreSQL compiled to WebAssembly, in this process. It is one session:
 * statements outside an open transaction wait for it. So it serves first steps and tests, not production.
 *
 * @param directory where the files live, or `memory://`. @param data a dumped data folder to start from.
 */
export function embeddedDriver(directory: string, data?: Blob): typeof pg {
  class EmbeddedPool extends pg.Pool {
    private readonly lock: FolderLock | undefined;
    private readonly server: PGlite;

    constructor(options: pg.PoolConfig) {
      const isInMemory = directory.startsWith(MEMORY);
      const folder = isInMemory ? directory : resolve(directory);
      const lock = isInMemory ? undefined : FolderLock.take(folder);
      if (!isInMemory) mkdirSync(folder, { recursive: true });
      const server = new PGlite(folder, { loadDataDir: data });
      super({ ...options, max: 1, idleTimeoutMillis: 0, Client: clientOf(server), onConnect: beginAnew } as pg.PoolConfig);
      this.lock = lock;
      this.server = server;
    }

    override end(): Promise<void>;
    override end(callback: () => void): void;
    override end(callback?: () => void): Promise<void> | undefined {
      const ended = super.end().then(async () => {
        await this.server.close();
        this.lock?.release();
      });
      if (!callback) return ended;
      ended.then(callback, callback);
      return undefined;
    }
  }
  return { ...pg, Pool: EmbeddedPool } as never;
}

/** A client of the one session. Its connection is its own and knows no statement that an earlier one prepared. */
function clientOf(server: PGlite): typeof pg.Client {
  return class extends pg.Client {
    constructor(options?: string | pg.ClientConfig) {
      super({ ...(options as pg.ClientConfig), connection: new PglitePgConnection({ pglite: server }) } as never);
    }
  };
}

/** The session outlives its clients, so a new one begins by ending what the last one left. */
async function beginAnew(client: pg.ClientBase): Promise<void> {
  await client.query("ROLLBACK");
  await client.query("DISCARD ALL");
}
