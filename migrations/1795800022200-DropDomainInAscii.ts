import type { MigrationInterface, QueryRunner } from "typeorm";
import { AddDomainInAscii1795800022000 } from "./1795800022000-AddDomainInAscii.js";

export class DropDomainInAscii1795800022200 implements MigrationInterface {
  readonly name = "DropDomainInAscii1795800022200";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`-- allow drop-object: only the migration before it uses it
      DROP FUNCTION domain_in_ascii(text)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await new AddDomainInAscii1795800022000().up(runner);
  }
}
