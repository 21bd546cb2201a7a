import type { CommonTableExpr, Node, RangeVar } from "libpg-query";
import { tableOf, within } from "../nodes.js";
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
    why: "With row-level security the service's role sees no rows unless a policy lets it. access.ts decides who sees what.",
    instead: "Add the rule to src/access.ts.",
    isBrokenBy: (statement) =>
      statement.kind === "CreatePolicyStmt" || statement.alters("AT_EnableRowSecurity", "AT_ForceRowSecurity"),
  },
];

/** Whether any part of it changes rows of a table that is there, or reads such rows. */
function touchesRows(statement: Statement): boolean {
  // What a function or a view would read, it reads when it is used.
  if (!["SelectStmt", "InsertStmt", "CreateTableAsStmt", ...CHANGES].includes(statement.kind)) return false;
  const isThere = (table: RangeVar | undefined) => table !== undefined && !statement.before.isMade("table", tableOf(table));
  const changed = CHANGES.flatMap((kind) => [...within<{ relation?: RangeVar }>(statement.tree, kind)]);
  if (changed.some(({ relation }) => isThere(relation))) return true;
  const parts = new Set([...within<CommonTableExpr>(statement.tree, "CommonTableExpr")].map(({ ctename }) => ctename));
  // A table that is read stands in a node of its own; one that is written does not.
  return [...within<RangeVar>(statement.tree as Node, "RangeVar")].some(
    (table) => isThere(table) && !parts.has(table.relname) && !/^(pg_catalog|information_schema)$/.test(table.schemaname ?? ""),
  );
}
