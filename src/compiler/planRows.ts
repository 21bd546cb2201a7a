import { getNamedType } from "graphql";
import type { Planning } from "./Planning.js";
import { column, type Expression, type Rows, text } from "./plan.js";
import { readableSets, rowsOf } from "./planAccess.js";
import type { SelectedField } from "./readSelection.js";

/**
 * Plans all rows of a type that has no table but declares the SQL of its rows, with entities in braces:
 * `SELECT … FROM {Tutorial}`. Each brace stands for the rows of that entity which the viewer may read.
 */
export function planRows(planning: Planning, root: SelectedField): Expression {
  const [type] = [...root.under.keys()];
  const rows = root.definition && getNamedType(root.definition.type).extensions.rows;
  if (type === undefined || typeof rows !== "string") throw new Error(`${root.parent.name}.${root.name} declares no rows`);
  const alias = planning.alias();
  const outputs = (root.under.get(type) ?? []).map((field) => ({
    key: field.responseKey,
    value: field.definition ? column(alias, field.name) : text(type),
  }));
  const parts = rows.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : readable(part)));
  return { kind: "list", outputs, from: { alias, source: { kind: "sql", parts }, where: [], order: [] } };

  function readable(name: string): Rows {
    const entity = planning.model.entities.get(name);
    if (!entity) throw new Error(`The rows of ${type} name an entity that cannot be read: ${name}`);
    return rowsOf(planning, entity, readableSets(planning, entity));
  }
}
