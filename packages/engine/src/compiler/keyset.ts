import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import type { BoundField } from "./BoundField.js";
import { sortKey } from "./columns.js";
import { cursorOf, orderName } from "./cursor.js";
import { columnOf, type Entity } from "./Model.js";
import type { PageRequest } from "./PageRequest.js";
import type { Planning } from "./Planning.js";
import { column, type Direction, type Expression, type OrderTerm, opposite, type Rows, raw, sql } from "./plan.js";
import { type Conditions, rowsOf, seesOwnAlone } from "./planAccess.js";
import { planFilter } from "./planFilter.js";

/** The rows that a connection pages through, before its filter and its page. */
export interface ReadableRows {
  readonly entity: Entity;
  readonly sets: readonly Conditions[];
}

/** A connection's rows in an order: the order column and the id, which breaks ties, are compared as one row value. */
export interface Keyset {
  readonly planning: Planning;
  readonly entity: Entity;
  /** The rows that the filter keeps. */
  readonly sets: readonly Conditions[];
  readonly page: PageRequest;
  readonly orderColumn: ColumnMetadata;
  /** The parameter of a value of the page, as a type of PostgreSQL. */
  readonly parameter: (value: readonly string[], type: string | ColumnMetadata["type"]) => Expression;
}

/** A row's position in the order: its order column's value, and its id. */
export interface RowPosition {
  readonly key: Expression;
  readonly id: Expression;
}

export type Bound = "after" | "before";

/** @throws Error when the field is no connection, or its order or filter names no property: checkModel finds these at start. */
export function keysetOf(planning: Planning, field: BoundField, { entity, sets }: ReadableRows): Keyset {
  const { selected, page } = field;
  const { definition, parent, name, path } = selected;
  const orderColumn = page && columnOf(entity, page.orderBy);
  if (!definition || !orderColumn) throw new Error(`${parent.name}.${name} is no connection, or its order is no column`);
  const parameter = (value: readonly string[], type: string | ColumnMetadata["type"]): Expression => ({
    kind: "parameter",
    source: { path, value: ["page", ...value] },
    type: String(type),
  });
  const filter = planFilter(planning, entity, definition, Object.keys(page.filter), (one, type) =>
    parameter(["filter", one], type),
  );
  const refused = planning.hasToken && planning.isOfMany(field) ? [seesOwnAlone] : [];
  const kept = sets.map(
    (set): Conditions =>
      (alias) => [...set(alias), ...refused, ...filter(alias)],
  );
  return { planning, entity, sets: kept, page, orderColumn, parameter };
}

/** The rows that meet these conditions, cut and sorted. */
export function rowsThat(
  { planning, entity, sets }: Keyset,
  conditions: Conditions = () => [],
  cut?: Parameters<typeof rowsOf>[3],
): Rows {
  const narrowed = sets.map(
    (set): Conditions =>
      (alias) => [...set(alias), ...conditions(alias)],
  );
  return rowsOf(planning, entity, narrowed, cut);
}

/** The page, read from its end where `last` asks for that, and always returned in the order asked for. */
export function pageOf(keyset: Keyset): Rows {
  const { direction, isFromEnd, size } = keyset.page;
  const readBy = isFromEnd ? opposite(direction) : direction;
  const page = rowsThat(keyset, within(keyset), (alias) => ({ order: orderBy(keyset, alias, readBy), limit: size }));
  if (!isFromEnd) return page;
  const alias = keyset.planning.alias();
  return { alias, source: { kind: "rows", rows: page }, where: [], order: orderBy(keyset, alias, direction) };
}

/** The conditions that both bounds of the page set. */
export const within =
  (keyset: Keyset): Conditions =>
  (alias) =>
    (["after", "before"] as const)
      .filter((bound) => keyset.page[bound])
      .map((bound) => comparePositions(keyset, alias, bound, "within", positionOfBound(keyset, bound)));

/** Whether a row lies at the bound or on its other side; the position of a deleted row still divides the others. */
export function hasRowsBeyond(keyset: Keyset, bound: Bound): Expression {
  if (!keyset.page[bound]) return sql`false`;
  const beyond: Conditions = (alias) => [comparePositions(keyset, alias, bound, "beyond", positionOfBound(keyset, bound))];
  return { kind: "exists", from: rowsThat(keyset, beyond) };
}

/** The condition that a row lies within a bound at that position, or at it and beyond. */
export function comparePositions(
  keyset: Keyset,
  alias: string,
  bound: Bound,
  side: "within" | "beyond",
  there: RowPosition,
): Expression {
  const isLater = ((bound === "after") === (keyset.page.direction === "ASC")) === (side === "within");
  const operator = raw(`${isLater ? ">" : "<"}${side === "within" ? "" : "="}`);
  const here = positionOf(keyset, alias);
  return sql`(${here.key}, ${here.id}) ${operator} (${there.key}, ${there.id})`;
}

export function positionOf({ orderColumn, entity }: Keyset, alias: string): RowPosition {
  return { key: sortKey(orderColumn, column(alias, orderColumn.databaseName)), id: column(alias, entity.id.databaseName) };
}

export function cursorAt({ entity, page, orderColumn }: Keyset, { key, id }: RowPosition): Expression {
  return cursorOf(orderName(entity.name, page.orderBy, page.direction), orderColumn, key, id);
}

export function orderBy(keyset: Keyset, alias: string, direction: Direction): OrderTerm[] {
  const { key, id } = positionOf(keyset, alias);
  return [key, id].map((by) => ({ by, direction }));
}

function positionOfBound({ parameter, orderColumn, entity }: Keyset, bound: Bound): RowPosition {
  return { key: parameter([bound, "key"], orderColumn.type), id: parameter([bound, "id"], entity.id.type) };
}
