import type { OwnerRule } from "./AccessPolicy.js";
import { fillIn, VIEWER } from "./fillIn.js";
import { columnOf, type Entity } from "./Model.js";
import type { Planning } from "./Planning.js";
import { column, type Expression, type OrderTerm, type Rows, sql } from "./plan.js";

const seesAll = column(VIEWER, "sees_all");
const viewerId = column(VIEWER, "id");
/** Whether the viewer does not see all. */
export const seesOwnAlone: Expression = sql`NOT ${seesAll}`;

/** The conditions that let the viewer read a row which the statement has already found by a key. */
export function mayRead(planning: Planning, entity: Entity, alias: string): Expression[] {
  const { rule } = entity;
  if ("readableBy" in rule) return [];
  if (!planning.hasToken) return [sql`false`];
  const isOwn = sql`${column(alias, ownerOf(entity, rule))} = ${viewerId}`;
  return [rule.isPrivate ? isOwn : sql`(${isOwn} OR ${seesAll})`, ...onlyThose(planning, entity, rule, alias)];
}

/** Rows of one table, as the conditions that they meet under an alias. */
export type Conditions = (alias: string) => readonly Expression[];

/**
 * The rows that the viewer may read, without a key that narrows them down. An owner's rows and everyone's are two sets, of which one is
 * empty and is not run: an OR of the two conditions would keep PostgreSQL from the index on the owner.
 */
export function readableSets(planning: Planning, entity: Entity): readonly Conditions[] {
  const { rule } = entity;
  if ("readableBy" in rule) return [() => []];
  if (!planning.hasToken) return [() => [sql`false`]];
  const owner = ownerOf(entity, rule);
  const others = (alias: string) => onlyThose(planning, entity, rule, alias);
  const isOwn = (alias: string) => sql`${column(alias, owner)} = ${viewerId}`;
  if (rule.isPrivate) return [(alias) => [isOwn(alias), ...others(alias)]];
  return [(alias) => [isOwn(alias), seesOwnAlone, ...others(alias)], (alias) => [seesAll, ...others(alias)]];
}

/** The rows of all the sets, cut and sorted within each, so that each is read by its own index and no more of it than needed. */
export function rowsOf(
  planning: Planning,
  { table }: Entity,
  sets: readonly Conditions[],
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

function onlyThose(planning: Planning, entity: Entity, { only }: OwnerRule, alias: string): Expression[] {
  return only === undefined ? [] : [fillIn(planning, entity, alias, only)];
}

function ownerOf(entity: Entity, { ownedBy }: OwnerRule): string {
  const owner = columnOf(entity, ownedBy);
  if (!owner) throw new Error(`The access rule of ${entity.name} names a property that it lacks: ${ownedBy}`);
  return owner.databaseName;
}
