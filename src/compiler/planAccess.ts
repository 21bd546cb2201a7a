import { columnOf, type Entity } from "./Model.js";
import type { Planning } from "./Planning.js";
import { column, type Expression, type OrderTerm, type Rows, sql } from "./plan.js";

/** The alias of the viewer's row, which every statement with a token joins. */
export const VIEWER = "viewer";
const seesAll = column(VIEWER, "sees_all");
const viewerId = column(VIEWER, "id");

/** The conditions that let the viewer read a row which the statement has already found by a key. */
export function mayRead(planning: Planning, entity: Entity, alias: string): Expression[] {
  if ("readableBy" in entity.rule) return [];
  if (!planning.hasToken) return [sql`false`];
  return [sql`(${column(alias, ownerOf(entity))} = ${viewerId} OR ${seesAll})`];
}

/** Rows of one table, as the conditions that they meet under an alias. */
export type RowSet = (alias: string) => readonly Expression[];

/**
 * The rows that the viewer may read, where no key narrows them down. An owner's rows and everyone's are two sets, of which one
 * is always empty and is not run: an OR of the two conditions would keep PostgreSQL from the index on the owner.
 */
export function readableSets(planning: Planning, entity: Entity): readonly RowSet[] {
  if ("readableBy" in entity.rule) return [() => []];
  if (!planning.hasToken) return [() => [sql`false`]];
  const owner = ownerOf(entity);
  return [(alias) => [sql`${column(alias, owner)} = ${viewerId}`, sql`NOT ${seesAll}`], () => [seesAll]];
}

/** The rows of all the sets, cut and sorted within each, so that each is read by its own index and no more of it than needed. */
export function rowsOf(
  planning: Planning,
  { table }: Entity,
  sets: readonly RowSet[],
  cut: (alias: string) => { order?: readonly OrderTerm[]; limit?: number; offset?: number } = () => ({}),
): Rows {
  const [first, ...others] = sets.map((conditions): Rows => {
    const alias = planning.alias();
    return { alias, source: { kind: "table", name: table }, where: conditions(alias), order: [], ...cut(alias) };
  });
  if (!first) throw new Error(`No rows of ${table} are named`);
  if (others.length === 0) return first;
  const alias = planning.alias();
  const whole = ({ offset = 0, limit, ...rows }: Rows): Rows => ({
    ...rows,
    limit: limit === undefined && offset > 0 ? offset + 1 : limit,
  });
  return { alias, source: { kind: "either", sets: [first, ...others].map(whole) }, where: [], order: [], ...cut(alias) };
}

/** The viewer's own row of the entity that viewers are rows of. */
export const isViewer = (entity: Entity, alias: string): Expression =>
  sql`${column(alias, entity.id.databaseName)} = ${viewerId}`;

/** The value for a viewer who sees all, null for others. */
export const ifSeesAll = (value: Expression): Expression => sql`CASE WHEN ${seesAll} THEN ${value} END`;

function ownerOf(entity: Entity): string {
  const property = "ownedBy" in entity.rule ? entity.rule.ownedBy : "";
  const owner = columnOf(entity, property);
  if (!owner) throw new Error(`The access rule of ${entity.name} names a property that it lacks: ${property}`);
  return owner.databaseName;
}
