import type { MigrationInterface, QueryRunner } from "typeorm";
import { UNWRITABLE } from "./unwritableValues.js";

/**
 * Reads the rows that are there, a transaction a check. Where one breaks a check, as a birthdate of infinity does, the migration stops with
 * its name and stays pending: find the rows by the check's condition, as in SELECT id FROM users WHERE NOT isfinite(birthdate), mend them,
 * and migrate again.
 */
export class CheckUnwritableValues1795800023200 implements MigrationInterface {
  readonly name = "CheckUnwritableValues1795800023200";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, name] of UNWRITABLE) await runner.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`);
  }

  async down(): Promise<void> {
    // A check that was validated cannot become one that was not. The migration before this one drops it.
  }
}
