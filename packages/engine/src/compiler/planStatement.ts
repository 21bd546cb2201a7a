import { isDeepStrictEqual } from "node:util";
import type { BoundField } from "./BoundField.js";
import { costOf } from "./costOf.js";
import { connectionNode, type Entity, type Model } from "./Model.js";
import type { Planning } from "./Planning.js";
import { column, commaSeparated, type Expression, type Plan, type Search, sql } from "./plan.js";
import { ifSeesAll, isViewer, mayRead, readableSets } from "./planAccess.js";
import { planAll } from "./planAll.js";
import { planConnection } from "./planConnection.js";
import { planFields } from "./planFields.js";
import type { FieldRead, RowRead } from "./Read.js";
import { searchesOfMany } from "./searchesOfMany.js";

/**
 * Plans the one statement that answers these fields. Only the shape of the reads decides what the plan says; all other values become
 * parameters.
 */
export function planStatement(model: Model, reads: readonly FieldRead[], hasToken: boolean): Plan {
  let aliases = 0;
  const searches: Search[] = [];
  const ofMany = new Set(searchesOfMany(model, reads).map(({ field }) => field));
  const planning: Planning = {
    model,
    hasToken,
    alias: () => `t${++aliases}`,
    search(asked, isByStem) {
      const known = searches.find((search) => isDeepStrictEqual(search.asked, asked) && search.isByStem === isByStem);
      if (known) return known.alias;
      const alias = `s${searches.length + 1}`;
      searches.push({ alias, asked, isByStem });
      return alias;
    },
    isOfMany: (list) => ofMany.has(list),
    fields: (entity, alias, fields) => planFields(planning, entity, alias, fields),
  };
  return {
    roots: reads.map((read) => planRead(planning, read)),
    searches,
    ...(hasToken && { viewer: model.viewer }),
    ...(model.isVersioned && { isVersioned: true }),
    cost: costOf(
      model,
      reads.map(({ field }) => field),
    ),
  };
}

function planRead(planning: Planning, { field, read }: FieldRead): Expression {
  switch (read.kind) {
    case "row":
      return planRow(planning, field, read);
    case "rows":
      return planRows(planning, field);
    case "viewer":
      return firstOf(entitiesUnder(planning, field).map((entity) => planViewer(planning, field, entity)));
    case "page": {
      const entity = planning.model.entities.get(connectionNode(field.selected.definition?.type) ?? "");
      if (!entity) throw new Error(`${nameOf(field)} is no connection over an entity`);
      const answer = planConnection(planning, field, { entity, sets: readableSets(planning, entity) });
      return read.needs === "seesAll" ? ifSeesAll(answer) : answer;
    }
    case "all":
      return planAll(planning, field);
    default:
      throw new Error(`${nameOf(field)} reads in a way that the compiler does not know: ${read satisfies never}`);
  }
}

/** The row of the one type, or of the type that has it. */
function planRow(planning: Planning, field: BoundField, { by }: RowRead): Expression {
  return firstOf(
    entitiesUnder(planning, field).map((entity) => {
      const alias = planning.alias();
      const keys = Object.keys(by).map((property) => {
        const key = entity.metadata.findColumnWithPropertyName(property);
        if (!key) throw new Error(`${nameOf(field)} reads ${entity.name} by ${property}, which it lacks`);
        const source = { path: field.selected.path, value: ["by", property] as const };
        return sql`${column(alias, key.databaseName)} = ${{ kind: "parameter", source, type: String(key.type) }}`;
      });
      return planObject(planning, field, entity, alias, keys);
    }),
  );
}

function planRows(planning: Planning, field: BoundField): Expression {
  const [entity, ...others] = entitiesUnder(planning, field);
  if (!entity || others.length > 0) throw new Error(`${nameOf(field)} is no list of one entity`);
  const alias = planning.alias();
  const id = column(alias, entity.id.databaseName);
  const source = { path: field.selected.path, value: ["by", "id"] as const };
  const ids: Expression = { kind: "parameter", source, type: `${entity.id.type}[]` };
  const where = [sql`${id} = ANY(${ids})`, ...mayRead(planning, entity, alias)];
  const order = [{ by: sql`array_position(${ids}, ${id})`, direction: "ASC" as const }];
  return {
    kind: "array",
    outputs: planFields(planning, entity, alias, field.under.get(entity.name) ?? []),
    from: { alias, source: { kind: "table", name: entity.table }, where, order },
  };
}

function planViewer(planning: Planning, field: BoundField, entity: Entity): Expression {
  const alias = planning.alias();
  return planObject(planning, field, entity, alias, planning.hasToken ? [isViewer(entity, alias)] : []);
}

function planObject(planning: Planning, field: BoundField, entity: Entity, alias: string, keys: Expression[]): Expression {
  return {
    kind: "object",
    outputs: planFields(planning, entity, alias, field.under.get(entity.name) ?? []),
    from: {
      alias,
      source: { kind: "table", name: entity.table },
      where: [...keys, ...mayRead(planning, entity, alias)],
      order: [],
    },
  };
}

function entitiesUnder({ model }: Planning, { under }: BoundField): Entity[] {
  return [...under.keys()].flatMap((name) => model.entities.get(name) ?? []);
}

function firstOf(options: readonly Expression[]): Expression {
  const [first, ...others] = options;
  if (!first) throw new Error("No entity stands behind the type");
  return others.length === 0 ? first : sql`coalesce(${commaSeparated(options)})`;
}

const nameOf = ({ selected: { parent, name } }: BoundField) => `${parent.name}.${name}`;
