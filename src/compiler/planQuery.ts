import type { Given } from "./Given.js";
import { connectionNode, type Entity, type Model } from "./Model.js";
import type { Planning } from "./Planning.js";
import { column, type Expression, list, type Plan, sql } from "./plan.js";
import { ifSeesAll, isViewer, mayRead, readableSets } from "./planAccess.js";
import { planConnection } from "./planConnection.js";
import { planFields } from "./planFields.js";
import { planRows } from "./planRows.js";
import type { RowRead } from "./Read.js";
import type { SelectedField } from "./readSelection.js";

/**
 * Plans the one statement that answers these root fields. The given reads and arguments decide its shape by which of them
 * are present, by page sizes, orders and what computed fields are given; all other values become parameters.
 */
export function planQuery(model: Model, roots: readonly SelectedField[], slots: readonly Given[], hasToken: boolean): Plan {
  let aliases = 0;
  const planning: Planning = {
    model,
    slots,
    hasToken,
    alias: () => `t${++aliases}`,
    fields: (entity, alias, selected) => planFields(planning, entity, alias, selected),
  };
  return { roots: roots.map((root) => planRoot(planning, root)), ...(hasToken && { viewer: model.viewer }) };
}

function planRoot(planning: Planning, root: SelectedField): Expression {
  const { model, slots } = planning;
  const read = slots[root.slot ?? -1]?.read;
  if (!root.definition || !read) throw new Error(`Nothing says what ${root.parent.name}.${root.name} reads`);
  switch (read.kind) {
    case "row":
      return planRow(planning, root, read);
    case "viewer":
      return firstOf(typesUnder(planning, root).map((entity) => planViewer(planning, root, entity)));
    case "page": {
      const entity = model.entities.get(connectionNode(root.definition.type) ?? "");
      if (!entity) throw new Error(`${root.parent.name}.${root.name} is no connection over an entity`);
      const answer = planConnection(planning, root, { entity, sets: readableSets(planning, entity) });
      return read.needs === "seesAll" ? ifSeesAll(answer) : answer;
    }
    case "list":
      return planRows(planning, root);
    default:
      return read satisfies never;
  }
}

/** The row of the one type, or of whichever type has it. */
function planRow(planning: Planning, root: SelectedField, { by }: RowRead): Expression {
  return firstOf(
    typesUnder(planning, root).map((entity) => {
      const alias = planning.alias();
      const keys = Object.keys(by).map((property) => {
        const key = entity.metadata.findColumnWithPropertyName(property);
        if (!key) throw new Error(`${entity.name} has no property ${property} to read it by`);
        const source = { slot: root.slot ?? -1, path: ["read", "by", property] };
        return sql`${column(alias, key.databaseName)} = ${{ kind: "parameter", source, type: String(key.type) }}`;
      });
      return planObject(planning, root, entity, alias, keys);
    }),
  );
}

function planViewer(planning: Planning, root: SelectedField, entity: Entity): Expression {
  const alias = planning.alias();
  return planObject(planning, root, entity, alias, planning.hasToken ? [isViewer(entity, alias)] : []);
}

function planObject(planning: Planning, root: SelectedField, entity: Entity, alias: string, keys: Expression[]): Expression {
  return {
    kind: "object",
    outputs: planFields(planning, entity, alias, root.under.get(entity.name) ?? []),
    from: {
      alias,
      source: { kind: "table", name: entity.table },
      where: [...keys, ...mayRead(planning, entity, alias)],
      order: [],
    },
  };
}

function typesUnder({ model }: Planning, root: SelectedField): Entity[] {
  return [...root.under.keys()].flatMap((name) => model.entities.get(name) ?? []);
}

function firstOf(options: readonly Expression[]): Expression {
  const [first, ...others] = options;
  if (!first) throw new Error("No entity stands behind the type");
  return others.length === 0 ? first : sql`coalesce(${list(options)})`;
}
