import type pg from "pg";
import type { DataSource, QueryRunner } from "typeorm";
import type { Lent } from "./Connections.js";

export interface LentRunner extends Lent {
  readonly runner: QueryRunner;
}

/** A connection as TypeORM's query runner has it. */
export async function lendRunner(database: DataSource): Promise<LentRunner> {
  const runner = database.createQueryRunner();
  const client = (await runner.connect()) as pg.Client;
  const release = (isBroken: boolean) => {
    // TypeORM does not tell the pool; a client that has ended is dropped all the same.
    if (isBroken) void client.end();
    return runner.release();
  };
  return { client, runner, release };
}
