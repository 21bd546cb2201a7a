import type { MigrationInterface, QueryRunner } from "typeorm";
import { UNWRITABLE } from "./unwritableValues.js";

/** What no answer can write is refused from now on. The rows that are there are mended and checked by the next migrations. */
export class RefuseUnwritableValues1795800023000 implements MigrationInterface {
  readonly name = "RefuseUnwritableValues1795800023000";

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, name, condition] of UNWRITABLE)
      await runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${condition}) NOT VALID`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, name] of UNWRITABLE) await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  }
}
