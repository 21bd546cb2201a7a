import type {
  CreateStmt,
  DropStmt,
  IndexStmt,
  PartitionCmd,
  RangeVar,
  RefreshMatViewStmt,
  ReindexStmt,
  VacuumStmt,
} from "libpg-query";
import { as, isOn, tableOf } from "../nodes.js";
import type { Rule } from "../Rule.js";
import type { Statement } from "../Statement.js";

/** What keeps others out while an index or a table is written anew. */
export const indexRules: readonly Rule[] = [
  {
    name: "index-concurrently",
    why: "Writers wait while the index is built.",
    instead: "CREATE INDEX CONCURRENTLY IF NOT EXISTS in a migration of its own, with transaction = false.",
    isBrokenBy: (statement) => {
      const index = statement.is<IndexStmt>("IndexStmt");
      return index !== undefined && !index.concurrent && !statement.before.isMade("table", tableOf(index.relation));
    },
  },
  {
    name: "drop-index-concurrently",
    why: "Readers and writers queue behind the drop, which itself waits for the longest query.",
    instead: "DROP INDEX CONCURRENTLY IF EXISTS in a migration of its own, with transaction = false.",
    isBrokenBy: (statement) =>
      statement.is<DropStmt>("DropStmt")?.concurrent !== true &&
      indexesDropped(statement).some((name) => {
        const table = statement.before.index(name)?.table;
        return table === undefined || !statement.before.isMade("table", table);
      }),
  },
  {
    name: "reindex-concurrently",
    why: "Writers wait while the index is built anew, and so do readers who would use it.",
    instead: "REINDEX … CONCURRENTLY in a migration of its own, with transaction = false.",
    isBrokenBy: (statement) => {
      const reindex = statement.is<ReindexStmt>("ReindexStmt");
      return reindex !== undefined && !isOn(reindex.params, "concurrently");
    },
  },
  {
    name: "refresh-concurrently",
    why: "Readers wait while the view is filled.",
    instead: "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index, outside of migrations.",
    isBrokenBy: (statement) => {
      const refresh = statement.is<RefreshMatViewStmt>("RefreshMatViewStmt");
      return refresh !== undefined && refresh.concurrent !== true;
    },
  },
  {
    name: "rewrite-table",
    why: "The whole table is written anew while readers and writers wait.",
    instead: "Leave it to autovacuum, or run pg_repack by hand at a quiet time.",
    isBrokenBy: (statement) =>
      statement.kind === "ClusterStmt" ||
      isOn(statement.is<VacuumStmt>("VacuumStmt")?.options, "full") ||
      statement.alters("AT_SetLogged", "AT_SetUnLogged", "AT_SetTableSpace", "AT_SetAccessMethod"),
  },
  {
    name: "attach-partition",
    why: "Readers and writers may wait while all rows of the partition, or of the default one, are read. The rows of a child are its parent's.",
    instead:
      "First give it a CHECK that says the bounds, NOT VALID and then validated. Then attach it, with that as the reason.",
    isBrokenBy: (statement) => statement.alters("AT_AttachPartition") || hasParent(statement),
  },
  {
    name: "detach-partition",
    why: "Readers and writers of all partitions wait.",
    instead: "DETACH PARTITION … CONCURRENTLY in a migration of its own, with transaction = false.",
    isBrokenBy: ({ commands }) =>
      commands.some(
        ({ subtype, def }) => subtype === "AT_DetachPartition" && as<PartitionCmd>(def, "PartitionCmd")?.concurrent !== true,
      ),
  },
  {
    name: "needs-no-transaction",
    why: "PostgreSQL refuses the statement inside a transaction, and migrations share one.",
    instead: "Put it into a migration of its own, with readonly transaction = false.",
    isBrokenBy: (statement) => statement.isInTransaction && isRefusedInTransaction(statement),
  },
];

/** Whether a new table is a part, or a child, of one that is there. */
const hasParent = (statement: Statement): boolean =>
  (statement.is<CreateStmt>("CreateStmt")?.inhRelations ?? []).some(
    (parent) => !statement.before.isMade("table", tableOf(as<RangeVar>(parent, "RangeVar"))),
  );

function indexesDropped(statement: Statement): string[] {
  const drop = statement.is<DropStmt>("DropStmt");
  if (drop?.removeType !== "OBJECT_INDEX") return [];
  return (drop.objects ?? []).map(
    (object) => as<{ items?: { String?: { sval?: string } }[] }>(object, "List")?.items?.at(-1)?.String?.sval ?? "",
  );
}

function isRefusedInTransaction(statement: Statement): boolean {
  const reindex = statement.is<ReindexStmt>("ReindexStmt");
  return (
    statement.is<IndexStmt>("IndexStmt")?.concurrent === true ||
    statement.is<DropStmt>("DropStmt")?.concurrent === true ||
    statement.is<VacuumStmt>("VacuumStmt")?.is_vacuumcmd === true ||
    (reindex !== undefined &&
      (isOn(reindex.params, "concurrently") ||
        ["REINDEX_OBJECT_SYSTEM", "REINDEX_OBJECT_DATABASE"].includes(String(reindex.kind)))) ||
    ["DropdbStmt", "CreatedbStmt", "AlterSystemStmt", "CreateTableSpaceStmt", "DropTableSpaceStmt"].includes(statement.kind) ||
    statement.allCommands.some(({ def }) => as<PartitionCmd>(def, "PartitionCmd")?.concurrent === true)
  );
}
