import type { BoundField } from "./BoundField.js";
import { comparisonsOf } from "./comparisonsOf.js";
import { isSearch } from "./filters.js";
import { connectionNode, type Model } from "./Model.js";

/** Rows by viewer: one who sees all can walk through everybody's rows, others through their own. */
export interface RowsByAsker {
  readonly rows: number;
  readonly ownRows: number;
}

/**
 * What a walk through all rows of a list weighs, in rows that are read: counting them, and looking at each for a filter. Fifty rows are a
 * millisecond that PostgreSQL may work. The ten thousand rows that an account has at most take it four to count and nine to filter. To
 * search them takes up to a hundred, of which each counts as ten rows of what a client may use.
 */
const OWN = { count: 250, filter: 500, search: 1_000 };
/** Rows under different rows are together no more than all there are. */
const UNDER_ROWS = { count: 100, filter: 100, search: 100 };
const PUBLIC = { count: 500, filter: 1_000, search: 1_000 };
const ALL = { count: 5_000, filter: 10_000, search: 10_000 };
/** The path of a list under one row that a root field reads: the root's key and type, and the list's own key. */
const DEPTH_UNDER_ROOT = 3;

/**
 * The weight of a walk through the rows of a connection, for viewers who see all and for others. @param list the connection's own field.
 */
export function rowsOfWalk(model: Model, list: BoundField): RowsByAsker {
  const { path, definition } = list.selected;
  const kind = searches(list) ? "search" : isWalked(list) ? "filter" : "count";
  if (path.length >= DEPTH_UNDER_ROOT)
    return same((path.length === DEPTH_UNDER_ROOT || mayRepeat(model, path) ? OWN : UNDER_ROWS)[kind]);
  const entity = model.entities.get(connectionNode(definition?.type) ?? "");
  return entity && "readableBy" in entity.rule ? same(PUBLIC[kind]) : { rows: ALL[kind], ownRows: OWN[kind] };
}

/** Whether no index leads to just the rows that the filter keeps, in their order: then rows are read only to be left out. */
export function isWalked({ selected: { definition }, page }: BoundField): boolean {
  const [name, ...others] = Object.keys(page?.filter ?? {});
  if (!page || !definition || name === undefined) return false;
  const comparison = comparisonsOf(definition).get(name);
  if (others.length > 0 || !comparison || comparison.operator === "has" || isSearch(comparison)) return true;
  return (comparison.operator === "<" || comparison.operator === ">") && comparison.property !== page.orderBy;
}

/** Whether each row's text is looked through. */
function searches({ selected: { definition }, page }: BoundField): boolean {
  const comparisons = definition && comparisonsOf(definition);
  return Object.keys(page?.filter ?? {}).some((name) => isSearch(comparisons?.get(name)));
}

/** Whether the same row can be above the list more than once: a row leads to another one, and many lead to the same. */
function mayRepeat({ entities }: Model, path: readonly string[]): boolean {
  const types = path.filter((_step, index) => index % 2 === 1);
  return types.some((type, index) => index > 0 && entities.has(type) && entities.has(types[index - 1] ?? ""));
}

const same = (rows: number): RowsByAsker => ({ rows, ownRows: rows });
