import { type Node, parse, type RangeVar } from "libpg-query";
import type { Finding } from "./lintMigration.js";
import { within } from "./nodes.js";

const KINDS = ["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"];

/** The mistakes of a data migration's statement: it has to be one change of rows, of the batch alone. */
export async function lintBatch(sql: string): Promise<Finding[]> {
  const parts: (Node | undefined)[] = await parse(sql).then(
    ({ stmts = [] }) => stmts.map(({ stmt }) => stmt),
    () => [undefined],
  );
  const [statement] = parts;
  const isOne = parts.length === 1 && KINDS.includes(Object.keys(statement ?? {})[0] ?? "");
  const isOfBatch = [...within<RangeVar>(statement, "RangeVar")].some(({ relname }) => relname === "batch");
  if (isOne && isOfBatch) return [];
  const message =
    "A data migration has to be one INSERT, UPDATE or DELETE that reads the table batch; otherwise each batch changes all rows. Join batch, by its key.";
  return [{ kind: "batch", direction: "up", message, sql }];
}
