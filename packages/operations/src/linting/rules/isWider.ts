import type { A_Const, ColumnDef } from "libpg-query";
import { as, isBuiltIn, textsOf, typeOf } from "../nodes.js";

/** Whether every value of the old type is one of the new type, stored alike: no row is read or written. */
export function isWider(before: ColumnDef | undefined, after: ColumnDef | undefined): boolean {
  if (!before || !after || after.raw_default !== undefined || typeOf(before) !== "varchar") return false;
  // Another collation builds the indexes anew, and an array is another type.
  if (after.collClause !== undefined || !isBuiltIn(textsOf(after.typeName?.names))) return false;
  if (dimensionsOf(before) !== dimensionsOf(after)) return false;
  if (typeOf(after) === "text") return true;
  return typeOf(after) === "varchar" && lengthOf(before) <= lengthOf(after);
}

function lengthOf({ typeName }: ColumnDef): number {
  const [length] = typeName?.typmods ?? [];
  return as<A_Const & { ival?: { ival?: number } }>(length, "A_Const")?.ival?.ival ?? Number.POSITIVE_INFINITY;
}

const dimensionsOf = ({ typeName }: ColumnDef): number => typeName?.arrayBounds?.length ?? 0;
