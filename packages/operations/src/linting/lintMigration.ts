import { type Node, parse, type RawStmt, scan } from "libpg-query";
import { lintBatch } from "./lintBatch.js";
import { rules } from "./rules.js";
import type { SchemaSoFar } from "./SchemaSoFar.js";
import { Statement } from "./Statement.js";

export interface LintedMigration {
  readonly name: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** False where the migration runs outside of a transaction. */
  readonly transaction?: boolean | undefined;
  /** The statement of a data migration. */
  readonly ofBatch?: string;
}
export interface Finding {
  readonly rule: string;
  readonly direction: "up" | "down";
  readonly message: string;
  readonly sql: string;
}
/** One statement of a query, with what stands before it and in it. */
interface ReadStatement {
  readonly sql: string;
  /** Undefined stands for what the parser cannot read. */
  readonly node: Node | undefined;
  readonly comments: readonly string[];
  readonly identifiers: readonly string[];
  /** Whether the query has others, so that PostgreSQL runs all of them in one transaction. */
  readonly hasCompany: boolean;
}

/** What a migration must not do, in both directions. The schema learns what the migration makes. */
export async function lintMigration(schema: SchemaSoFar, migration: LintedMigration): Promise<readonly Finding[]> {
  const isInTransaction = migration.transaction !== false;
  schema.beginMigration();
  const up = await checked(schema, migration.up, "up", isInTransaction);
  // Down takes away what up has made. What it leaves is not what the next migration finds.
  const down = await checked(schema.copy(), migration.down, "down", isInTransaction);
  const data = migration.ofBatch === undefined ? [] : await lintBatch(migration.ofBatch);
  return [...up, ...down, ...data];
}

async function checked(
  before: SchemaSoFar,
  sql: readonly string[],
  direction: "up" | "down",
  isInTransaction: boolean,
): Promise<Finding[]> {
  const read = (await Promise.all(sql.map(readSql))).flat();
  const after = before.copy();
  for (const { node } of read) if (node) after.read(node);
  const findings: Finding[] = [];
  for (const { node, comments, identifiers, hasCompany, ...one } of read) {
    const statement = new Statement(node, identifiers, { before, after, isInTransaction: isInTransaction || hasCompany });
    for (const { name, why, instead, isBrokenBy } of rules)
      if (isBrokenBy(statement) && !isAllowed(comments, name))
        findings.push({ rule: name, direction, message: `${why} ${instead}`, sql: one.sql });
    if (node) before.read(node);
  }
  return findings;
}

async function readSql(sql: string): Promise<ReadStatement[]> {
  const tokens = await scan(sql).then(
    (scanned) => scanned.tokens,
    () => [],
  );
  const parts = await parse(sql).then(Statement.partsOf, () => [{}]);
  return parts.map(({ stmt }: RawStmt, place) => {
    // A comment counts for the statement that it stands in or before; at the end, for the last one.
    const [start, end] = [endOf(parts[place - 1]), place === parts.length - 1 ? Number.POSITIVE_INFINITY : endOf(parts[place])];
    const own = tokens.filter((token) => (token.start ?? 0) >= start && (token.start ?? 0) < end);
    const textsOf = (...names: readonly string[]) =>
      own.filter(({ tokenName }) => names.includes(tokenName)).map(({ text }) => text);
    return {
      // PostgreSQL counts in bytes.
      sql: Buffer.from(sql).subarray(start, end).toString().replace(/^;/, "").trim(),
      node: stmt,
      comments: textsOf("SQL_COMMENT", "C_COMMENT"),
      identifiers: textsOf("IDENT").map((name) => name.replace(/^"(.*)"$/s, "$1")),
      hasCompany: parts.length > 1,
    };
  });
}

const endOf = (part: RawStmt | undefined): number => (part?.stmt_location ?? 0) + (part?.stmt_len ?? 0);

/** Whether a comment allows the rule, with a reason of at least two words. */
const isAllowed = (comments: readonly string[], rule: string): boolean =>
  comments.some((comment) => new RegExp(`^(--|/\\*)\\s*allow ${rule}:\\s*[\\p{L}\\d"'][^\\s*]*\\s+[^\\s*]`, "u").test(comment));
