import type { QueryRunner } from "typeorm";
import { DataMigration } from "#operations/DataMigration";

const SPELLED = "substring(email from '^.*@') || domain_in_ascii(substring(email from '[^@]*$'))";
const IS_OTHER = "octet_length(email) <> char_length(email)";

/** An email is one, however its domain is spelled. Accounts that have one mailbox by that are told, and nothing is merged. */
export class StoreDomainsInAscii1795800022100 extends DataMigration {
  readonly name = "StoreDomainsInAscii1795800022100";
  readonly table = "users";
  readonly statement = `UPDATE users SET email = ${SPELLED} FROM batch
    WHERE users.id = batch.id AND ${IS_OTHER} AND email <> ${SPELLED}`;

  override async problem(runner: QueryRunner): Promise<string | undefined> {
    const problem = await super.problem(runner);
    if (problem) return problem;
    const groups: { ids: string[] }[] = await runner.query(
      `SELECT array_agg(id::text ORDER BY id) AS ids FROM users
        WHERE ${IS_OTHER} OR email IN (SELECT ${SPELLED} FROM users WHERE ${IS_OTHER})
        GROUP BY CASE WHEN ${IS_OTHER} THEN ${SPELLED} ELSE email END HAVING count(*) > 1 LIMIT 20`,
    );
    if (groups.length === 0) return undefined;
    const accounts = groups.map(({ ids }) => ids.join(" and ")).join("; ");
    return `${this.name}: these accounts have one mailbox, in two spellings of its domain: ${accounts}. Nothing was merged. Decide which stays, give each other one another address (UPDATE users SET email = … WHERE id = …) or erase it, and migrate again.`;
  }
}
