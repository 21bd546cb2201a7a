import { getNamedType, getNullableType, isListType } from "graphql";
import type { BoundField } from "./BoundField.js";
import { longestOf, SHORT_TEXT } from "./longestOf.js";
import type { Model } from "./Model.js";
import type { PageRequest } from "./PageRequest.js";
import { isWalked, rowsOfWalk } from "./rowsOfWalk.js";

/** What an operation can take, where a character counts as one byte. */
export interface Cost {
  /** The rows that it reads at most. */
  readonly rows: number;
  /** The bytes of JSON that it answers at most, but for its long texts: each counts as a tenth of the longest that it may be. */
  readonly bytes: number;
}

export interface Estimate extends Cost {
  /** The rows that it reads at most for a viewer who does not see all. */
  readonly ownRows: number;
  /** The bytes that it answers when each text is as long as it may be. PostgreSQL stops long before that. */
  readonly longestBytes: number;
}

/** Quotes, colon and comma around a key and its value, or around a value in a list. */
const PUNCTUATION = 4;
const BYTES_OF_CURSOR = 500;
const BYTES_OF_COUNT = 11;
const SHARE_OF_LONG_TEXT = 0.1;
const NOTHING: Estimate = { rows: 0, ownRows: 0, bytes: 0, longestBytes: 0 };

/** The cost of one row or value, by the field that is the same in every request, or by the part of a field without pages that is. */
const fixed = new WeakMap<object, Estimate>();

/** The cost of fields with all that is under them: page sizes are multiplied down each path, and each alias counts. */
export function costOf(model: Model, fields: readonly BoundField[], connection?: BoundField): Estimate {
  return fields.reduce((cost, field) => add(cost, costOfField(model, field, connection)), NOTHING);
}

/** The fields that lead to what costs most: down to the one under which no single field has half of its cost. */
export function costliestOf(
  model: Model,
  fields: readonly BoundField[],
  unit: keyof Estimate,
  connection?: BoundField,
): readonly BoundField[] {
  const [costliest] = fields
    .map((field) => ({ field, cost: costOfField(model, field, connection)[unit] }))
    .sort((one, other) => other.cost - one.cost);
  if (!costliest) return [];
  const { field, cost } = costliest;
  const under = [...field.under.values()].flat();
  const most = Math.max(0, ...under.map((one) => costOfField(model, one, field)[unit]));
  const isMostUnder = 2 * repetitionsOf(field, connection?.page) * most > cost;
  return [field, ...(isMostUnder ? costliestOf(model, under, unit, field) : [])];
}

/** How many rows or values the field has at most. @param page of the connection that the field is a part of. */
export function repetitionsOf(
  { selected: { definition, name }, page }: BoundField,
  connection: PageRequest | undefined,
): number {
  if (connection) return name === "nodes" || name === "edges" ? connection.size : 1;
  if (!definition || page || !isListType(getNullableType(definition.type))) return 1;
  return Number(definition.extensions.maxEntries);
}

/** @param connection the field that this one is a part of, where that is a connection. */
function costOfField(model: Model, field: BoundField, connection: BoundField | undefined): Estimate {
  const repetitions = repetitionsOf(field, connection?.page);
  const { rows, ownRows, bytes, longestBytes } = costOfOne(model, field, connection);
  const around = field.selected.responseKey.length + PUNCTUATION;
  return {
    rows: repetitions * rows,
    ownRows: repetitions * ownRows,
    bytes: around + repetitions * (bytes + PUNCTUATION),
    longestBytes: around + repetitions * (longestBytes + PUNCTUATION),
  };
}

function costOfOne(model: Model, field: BoundField, connection: BoundField | undefined): Estimate {
  const { isFixed, isFixedUnder } = field.selected;
  // The cost of counting depends on the filter of the list.
  const isSame = isFixed && (connection === undefined || connection.selected.isFixed || field.under.size > 0);
  const key = isSame ? field : isFixedUnder && !field.page && field.under.size > 0 ? field.under : undefined;
  const known = key && fixed.get(key);
  if (known) return known;
  let cost = ownCost(model, field, connection);
  for (const fields of field.under.values()) cost = add(cost, costOf(model, fields, field.page && field));
  if (key) fixed.set(key, cost);
  return cost;
}

/** What one row or value costs without the fields under it. A row of several possible types is looked up as each. */
function ownCost(model: Model, field: BoundField, connection: BoundField | undefined): Estimate {
  const { definition, parent, name } = field.selected;
  if (!definition) return cost(0, parent.name.length);
  if (parent.name === "PageInfo" || name === "cursor") return cost(1, BYTES_OF_CURSOR);
  if (name === "totalCount" && connection) return { ...cost(0, BYTES_OF_COUNT), ...rowsOfWalk(model, connection) };
  const type = getNamedType(definition.type);
  const isRow = model.entities.has(type.name) || field.under.size > 1 || typeof type.extensions.rows === "string";
  const walk = isWalked(field) && field.page?.size !== 0 ? rowsOfWalk(model, field) : undefined;
  if (field.under.size > 0) return { ...cost(isRow ? field.under.size : 0, 0), ...walk };
  const longest = longestOf(model, parent.name, definition) ?? 0;
  return { ...cost(0, Math.max(Math.min(longest, SHORT_TEXT), longest * SHARE_OF_LONG_TEXT)), longestBytes: longest };
}

const cost = (rows: number, bytes: number): Estimate => ({ rows, ownRows: rows, bytes, longestBytes: bytes });

const add = (one: Estimate, other: Estimate): Estimate => ({
  rows: one.rows + other.rows,
  ownRows: one.ownRows + other.ownRows,
  bytes: one.bytes + other.bytes,
  longestBytes: one.longestBytes + other.longestBytes,
});
