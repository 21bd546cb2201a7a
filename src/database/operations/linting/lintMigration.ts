import { type Node, parse, scan } from "libpg-query";
import { rules } from "./rules.js";
import type { SchemaSoFar } from "./SchemaSoFar.js";
import { Statement } from "./Statement.js";

export interface LintedMigration {
  readonly name: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** False where the migration runs outside of a transaction. */
  readonly transaction?: boolean | undefined;
}
export interface Finding {
  readonly rule: string;
  readonly direction: "up" | "down";
  readonly message: string;
  readonly sql: string;
}
interface ReadSql {
  readonly sql: string;
  /** Undefined stands for what the parser cannot read. */
  readonly nodes: readonly (Node | undefined)[];
  readonly comments: readonly string[];
  readonly identifiers: readonly string[];
}

/** What a migration must not do, in both directions. The schema learns what the migration makes. */
export async function lintMigration(schema: SchemaSoFar, migration: LintedMigration): Promise<readonly Finding[]> {
  const isInTransaction = migration.transaction !== false;
  schema.beginMigration();
  const up = await checked(schema, migration.up, "up", isInTransaction);
  // Down takes away what up has made. What it leaves is not what the next migration finds.
  const down = await checked(schema.copy(), migration.down, "down", isInTransaction);
  return [...up, ...down];
}

async function checked(
  before: SchemaSoFar,
  sql: readonly string[],
  direction: "up" | "down",
  isInTransaction: boolean,
): Promise<Finding[]> {
  const read = await Promise.all(sql.map(readSql));
  const after = before.copy();
  for (const { nodes } of read) for (const node of nodes) if (node) after.read(node);
  const findings: Finding[] = [];
  for (const one of read)
    for (const node of one.nodes) {
      const statement = new Statement(node, one.identifiers, { before, after, isInTransaction });
      for (const { name, why, instead, isBrokenBy } of rules)
        if (isBrokenBy(statement) && !isAllowed(one.comments, name))
          findings.push({ rule: name, direction, message: `${why} ${instead}`, sql: one.sql });
      if (node) before.read(node);
    }
  return findings;
}

async function readSql(sql: string): Promise<ReadSql> {
  const tokens = await scan(sql).then(
    (scanned) => scanned.tokens,
    () => [],
  );
  const nodes = await parse(sql).then(Statement.nodesOf, () => [undefined]);
  const textsOf = (...names: readonly string[]) =>
    tokens.filter(({ tokenName }) => names.includes(tokenName)).map(({ text }) => text);
  return {
    sql,
    nodes,
    comments: textsOf("SQL_COMMENT", "C_COMMENT"),
    identifiers: textsOf("IDENT").map((name) => name.replace(/^"(.*)"$/s, "$1")),
  };
}

/** Whether a comment allows the rule, with a reason. */
const isAllowed = (comments: readonly string[], rule: string): boolean =>
  comments.some((comment) => new RegExp(`^(--|/\\*)\\s*allow ${rule}:\\s*[^\\s*]`).test(comment));
