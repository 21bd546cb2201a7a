import { type GraphQLField, getNamedType, getNullableType, isEnumType, isListType } from "graphql";
import type { BoundField } from "./BoundField.js";
import { columnOf, connectionNode, type Model } from "./Model.js";
import type { PageRequest } from "./PageRequest.js";
import type { SelectedField } from "./selectFields.js";

/** The most that an operation can take: rows that it reads, and bytes of JSON that it answers, where a character counts as one byte. */
export interface Cost {
  readonly rows: number;
  readonly bytes: number;
}

/** What counting weighs, in rows: it walks an index. A list under a row is short; one at the root can be a whole table, an admin's. */
const ROWS_OF_COUNT_UNDER_ROW = 100;
const ROWS_OF_COUNT_OF_PUBLIC = 500;
const ROWS_OF_COUNT_OF_OWNED = 5_000;
/** Quotes, colon and comma around a key and its value, or around a value in a list. */
const PUNCTUATION = 4;
const BYTES_OF_SCALAR: Readonly<Record<string, number>> = { ID: 36, DateTime: 24, Date: 10, Int: 11, Float: 24, Boolean: 5 };
const BYTES_OF_CURSOR = 500;
const NOTHING: Cost = { rows: 0, bytes: 0 };

/** What one row or value costs, by the field that is the same in every request, or by what is the same under a field of no pages. */
const fixed = new WeakMap<object, Cost>();

/** The cost of fields with all that is under them: page sizes are multiplied down each path, and each alias counts. */
export function costOf(model: Model, fields: readonly BoundField[], connection?: PageRequest): Cost {
  return fields.reduce((cost, field) => add(cost, costOfField(model, field, connection)), NOTHING);
}

/** The response keys that lead to what costs most: down to the field under which no single one has half of its cost. */
export function dearestOf(
  model: Model,
  fields: readonly BoundField[],
  unit: keyof Cost,
  connection?: PageRequest,
): readonly string[] {
  const [dearest] = fields
    .map((field) => ({ field, cost: costOfField(model, field, connection)[unit] }))
    .sort((one, other) => other.cost - one.cost);
  if (!dearest) return [];
  const { field, cost } = dearest;
  const under = [...field.under.values()].flat();
  const most = Math.max(0, ...under.map((one) => costOfField(model, one, field.page)[unit]));
  const isMostUnder = 2 * repetitionsOf(field, connection) * most > cost;
  return [field.selected.responseKey, ...(isMostUnder ? dearestOf(model, under, unit, field.page) : [])];
}

/** @param connection the page of the connection that the field is a part of. */
function costOfField(model: Model, field: BoundField, connection: PageRequest | undefined): Cost {
  const repetitions = repetitionsOf(field, connection);
  const { rows, bytes } = costOfOne(model, field);
  return {
    rows: repetitions * rows,
    bytes: field.selected.responseKey.length + PUNCTUATION + repetitions * (bytes + PUNCTUATION),
  };
}

/** How many rows or values the field has at most. */
function repetitionsOf({ selected: { definition, name }, page }: BoundField, connection: PageRequest | undefined): number {
  if (connection) return name === "nodes" || name === "edges" ? connection.size : 1;
  if (!definition || page || !isListType(getNullableType(definition.type))) return 1;
  return Number(definition.extensions.maxEntries);
}

function costOfOne(model: Model, field: BoundField): Cost {
  const { isFixed, isFixedUnder } = field.selected;
  const key = isFixed ? field : isFixedUnder && !field.page ? field.under : undefined;
  const known = key && fixed.get(key);
  if (known) return known;
  let cost = ownCost(model, field);
  for (const fields of field.under.values()) cost = add(cost, costOf(model, fields, field.page));
  if (key) fixed.set(key, cost);
  return cost;
}

/** What one row or value costs without the fields under it. A row that may be of several types is looked for as each. */
function ownCost(model: Model, { selected, under }: BoundField): Cost {
  const { definition, parent, name } = selected;
  if (!definition) return { rows: 0, bytes: parent.name.length };
  if (parent.name === "PageInfo") return { rows: 1, bytes: BYTES_OF_CURSOR };
  if (name === "totalCount") return { rows: rowsOfCount(model, selected), bytes: BYTES_OF_SCALAR.Int ?? 0 };
  if (name === "cursor") return { rows: 1, bytes: BYTES_OF_CURSOR };
  const type = getNamedType(definition.type);
  const isRow = model.entities.has(type.name) || under.size > 1 || typeof type.extensions.rows === "string";
  if (under.size > 0) return { rows: isRow ? under.size : 0, bytes: 0 };
  return { rows: 0, bytes: longestOf(model, parent.name, definition) ?? 0 };
}

function rowsOfCount({ entities }: Model, { place, parent }: SelectedField): number {
  // The place of a connection at the root: its response key, its type, and this field's response key.
  if (place.length > 3) return ROWS_OF_COUNT_UNDER_ROW;
  const entity = entities.get(connectionNode(parent) ?? "");
  return entity && "readableBy" in entity.rule ? ROWS_OF_COUNT_OF_PUBLIC : ROWS_OF_COUNT_OF_OWNED;
}

/** The most characters that one value of a leaf can have, or undefined when nothing declares them. */
function longestOf(model: Model, parent: string, definition: GraphQLField<unknown, unknown>): number | undefined {
  const type = getNamedType(definition.type);
  const entity = model.entities.get(parent);
  const column = entity && columnOf(entity, definition.name);
  const declared = definition.extensions.maxLength ?? BYTES_OF_SCALAR[type.name] ?? (column?.length || undefined);
  const longest = isEnumType(type) ? Math.max(...type.getValues().map(({ name }) => name.length)) : declared;
  const characters = Number(longest);
  return Number.isFinite(characters) ? characters : undefined;
}

const add = (one: Cost, other: Cost): Cost => ({ rows: one.rows + other.rows, bytes: one.bytes + other.bytes });
