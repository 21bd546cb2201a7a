import { type GraphQLField, getNamedType, isInputObjectType } from "graphql";
import type { BoundField } from "./BoundField.js";
import type { DeclaredComparison } from "./filters.js";
import { connectionNode, type Model } from "./Model.js";

/** Rows by who asks: a viewer who sees all can walk through everybody's, others through their own alone. */
export interface RowsByAsker {
  readonly rows: number;
  readonly ownRows: number;
}

/**
 * What walking through all rows of a list weighs, in rows that are read: an index has forty of its rows read in the time that one row
 * becomes JSON. An account has at most ten thousand rows in a list, and the lists of other rows are short.
 */
const OWN = 250;
const UNDER_ROW = 100;
const PUBLIC = 500;
const ALL = 5_000;
/** The place of a list under one row that a root field reads: the root's key and type, and the list's own key. */
const DEPTH_UNDER_ROOT = 3;

/** The weight of a walk through the rows of a connection, for who sees all and for others. @param list the connection's own field. */
export function rowsOfWalk(model: Model, { selected: { place, definition } }: BoundField): RowsByAsker {
  if (place.length > DEPTH_UNDER_ROOT) return same(UNDER_ROW);
  if (place.length === DEPTH_UNDER_ROOT) return same(OWN);
  const entity = model.entities.get(connectionNode(definition?.type) ?? "");
  return entity && "readableBy" in entity.rule ? same(PUBLIC) : { rows: ALL, ownRows: OWN };
}

/** Whether no index leads to just the rows that the filter keeps, in their order: then rows are read only to be left out. */
export function isWalked({ selected: { definition }, page }: BoundField): boolean {
  if (!page || page.size === 0 || !definition) return false;
  const [name, ...others] = Object.keys(page.filter);
  if (name === undefined) return false;
  const comparison = comparisonsOf(definition).get(name);
  if (others.length > 0 || !comparison || comparison.operator === "has") return true;
  return (comparison.operator === "<" || comparison.operator === ">") && comparison.property !== page.orderBy;
}

const known = new WeakMap<object, ReadonlyMap<string, DeclaredComparison>>();

function comparisonsOf(connection: GraphQLField<unknown, unknown>): ReadonlyMap<string, DeclaredComparison> {
  const found = known.get(connection);
  if (found) return found;
  const type = connection.args.find(({ name }) => name === "filter")?.type;
  const named = type && getNamedType(type);
  const fields = isInputObjectType(named) ? Object.values(named.getFields()) : [];
  const comparisons = new Map(fields.map(({ name, extensions }) => [name, extensions.comparison as DeclaredComparison]));
  known.set(connection, comparisons);
  return comparisons;
}

const same = (rows: number): RowsByAsker => ({ rows, ownRows: rows });
