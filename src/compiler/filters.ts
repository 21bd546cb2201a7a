import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { columnOf, type Entity } from "./Model.js";

export interface Comparison {
  readonly column: ColumnMetadata;
  readonly operator: "=" | ">";
}

/**
 * The comparison that a filter's field stands for, or undefined when it names no property: `drawingId` asks for equality,
 * `createdAfter` for more than `createdAt`.
 */
export function comparisonOf(entity: Entity, filterField: string): Comparison | undefined {
  const same = columnOf(entity, filterField);
  if (same) return { column: same, operator: "=" };
  const later = filterField.endsWith("After") ? columnOf(entity, filterField.replace(/After$/, "At")) : undefined;
  return later && { column: later, operator: ">" };
}
