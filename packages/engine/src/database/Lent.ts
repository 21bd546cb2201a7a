import type pg from "pg";
import type { DataSource, QueryRunner } from "typeorm";

/** A connection for one request, and how it goes back. */
export class Lent {
  private constructor(
    readonly client: pg.Client,
    readonly release: (isBroken: boolean) => void | Promise<void>,
  ) {}

  /** As pg has it. */
  static client(pool: pg.Pool): Promise<Lent> {
    return pool.connect().then((client) => new Lent(client, (isBroken) => client.release(isBroken)));
  }

  /** As TypeORM's query runner has it. */
  static async runner(database: DataSource): Promise<Lent & { readonly runner: QueryRunner }> {
    const runner = database.createQueryRunner();
    const client = (await runner.connect()) as pg.Client;
    const release = (isBroken: boolean) => {
      // TypeORM does not tell the pool; a client that has ended is dropped all the same.
      if (isBroken) void client.end();
      return runner.release();
    };
    return Object.assign(new Lent(client, release), { runner });
  }
}
