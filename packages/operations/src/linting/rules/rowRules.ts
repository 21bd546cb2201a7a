import type { CommonTableExpr, InsertStmt, RangeVar, WithClause } from "libpg-query";
import { as, tableOf, within } from "../nodes.js";
import type { Rule } from "../Rule.js";
import type { Statement } from "../Statement.js";

const CHANGES = ["UpdateStmt", "DeleteStmt", "MergeStmt"];

/** What reads or changes rows that are there, or keeps everybody from them. */
export const rowRules: readonly Rule[] = [
  {
    name: "rows",
    why: "Rows that are there are read or changed in one transaction, whose locks others wait for until it ends.",
    instead: "Write a data migration: batches by key, each in a transaction of its own.",
    isBrokenBy: touchesRows,
  },
  {
    name: "lock-table",
    why: "Others wait for the table until the whole migration ends.",
    instead: "Leave it out: each statement takes the lock that it needs, and gives up after 3 s.",
    isBrokenBy: ({ kind }) => kind === "LockStmt",
  },
  {
    name: "disable-trigger",
    why: "Rows that others write meanwhile get no updated_at, no count, and no check of foreign keys.",
    instead: "Leave triggers on, and change rows in a data migration.",
    isBrokenBy: (statement) =>
      statement.alters("AT_DisableTrig", "AT_DisableTrigAll", "AT_DisableTrigUser", "AT_DisableRule", "AT_EnableReplicaTrig"),
  },
  {
    name: "rewrite-rule",
    why: "A rule rewrites the last release's statements, so that they do something else.",
    instead: "Use a trigger, or change the code.",
    isBrokenBy: ({ kind }) => kind === "RuleStmt",
  },
  {
    name: "row-security",
    why: "Row-level security hides rows from the service's role, and shows them when it goes. access.ts decides who sees what.",
    instead: "Add the rule to src/access.ts.",
    isBrokenBy: (statement) =>
      statement.kind === "CreatePolicyStmt" ||
      statement.alters("AT_EnableRowSecurity", "AT_ForceRowSecurity", "AT_DisableRowSecurity", "AT_NoForceRowSecurity"),
  },
];

/** Whether any part of it changes rows of a table that is there, or reads such rows. */
function touchesRows(statement: Statement): boolean {
  // What a function or a view would read, it reads when it is used.
  if (!["SelectStmt", "InsertStmt", "CreateTableAsStmt", ...CHANGES].includes(statement.kind)) return false;
  const isThere = (table: RangeVar | undefined) => table !== undefined && !statement.before.isMade("table", tableOf(table));
  const changed = CHANGES.flatMap((kind) => [...within<{ relation?: RangeVar }>(statement.tree, kind)]);
  const overwritten = [...within<InsertStmt>(statement.tree, "InsertStmt")].filter(
    ({ onConflictClause }) => onConflictClause?.action === "ONCONFLICT_UPDATE",
  );
  if ([...changed, ...overwritten].some(({ relation }) => isThere(relation))) return true;
  return [...tablesRead(statement.tree)].some(
    (table) => isThere(table) && !/^(pg_catalog|information_schema)$/.test(table.schemaname ?? ""),
  );
}

/** The tables that are read. A name of a WITH is none, but only where that WITH is seen, and where no schema stands before it. */
function* tablesRead(tree: unknown, parts: ReadonlySet<string> = new Set()): Generator<RangeVar> {
  if (typeof tree !== "object" || tree === null) return;
  const { ctes = [] } = (tree as { withClause?: WithClause }).withClause ?? {};
  const seen = ctes.flatMap((one) => as<CommonTableExpr>(one, "CommonTableExpr")?.ctename ?? []);
  const inner = seen.length === 0 ? parts : new Set([...parts, ...seen]);
  for (const [key, value] of Object.entries(tree)) {
    // A table that is read stands in a node of its own; one that is written does not.
    const table = key === "RangeVar" ? (value as RangeVar) : undefined;
    if (table && (table.schemaname !== undefined || !inner.has(table.relname ?? ""))) yield table;
    yield* tablesRead(value, inner);
  }
}
