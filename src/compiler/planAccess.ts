import { columnOf, type Entity } from "./Model.js";
import type { Planning } from "./Planning.js";
import { column, type Expression, type Rows, type Source, sql } from "./plan.js";

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

/**
 * The rows of a table that the viewer may read, where no key narrows them down. An owner's rows and everyone's are two sets,
 * of which one is always empty: an OR of the two conditions would keep PostgreSQL from the index on the owner.
 */
export function readableRows(planning: Planning, entity: Entity): Source {
  const table: Source = { kind: "table", name: entity.table };
  if ("readableBy" in entity.rule) return table;
  const own = planning.alias();
  if (!planning.hasToken) return { kind: "rows", rows: { alias: own, source: table, where: [sql`false`], order: [] } };
  const all = planning.alias();
  const sets: Rows[] = [
    { alias: own, source: table, where: [sql`${column(own, ownerOf(entity))} = ${viewerId}`, sql`NOT ${seesAll}`], order: [] },
    { alias: all, source: table, where: [seesAll], order: [] },
  ];
  return { kind: "either", sets };
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
