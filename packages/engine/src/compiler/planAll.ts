import { getNamedType } from "graphql";
import type { BoundField } from "./BoundField.js";
import type { Planning } from "./Planning.js";
import { column, type Expression, type Rows, text } from "./plan.js";
import { readableSets, rowsOf } from "./planAccess.js";

/**
 * Plans all rows of a type that has no table but declares the SQL of its rows, with entities in braces:
 * `SELECT … FROM {Book}`. Each brace stands for the rows of that entity which the viewer may read.
 */
export function planAll(planning: Planning, field: BoundField): Expression {
  const { definition, parent, name } = field.selected;
  const [type, fields = []] = [...field.under][0] ?? [];
  const rows = definition && getNamedType(definition.type).extensions.rows;
  if (type === undefined || typeof rows !== "string") throw new Error(`The type of ${parent.name}.${name} declares no rows`);
  const alias = planning.alias();
  const outputs = fields.map(({ selected, arguments: given }) => ({
    key: selected.responseKey,
    value: selected.definition ? outputOf(alias, selected.name, selected.definition.extensions.sql, given) : text(type),
  }));
  const parts = rows.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : readableRows(part)));
  return { kind: "array", outputs, from: { alias, source: { kind: "sql", parts }, where: [], order: [] } };

  function readableRows(name: string): Rows {
    const entity = planning.model.entities.get(name);
    if (!entity) throw new Error(`The rows of ${type} name an entity that cannot be read: ${name}`);
    return rowsOf(planning, entity, readableSets(planning, entity));
  }
}

/** A column of the declared rows, or what a computed field makes of them: the braces of its SQL name columns. */
function outputOf(alias: string, name: string, sql: unknown, given: BoundField["arguments"]): Expression {
  if (typeof sql !== "function") return column(alias, name);
  const parts = String(sql(given)).split(/\{(\w+)\}/);
  return { kind: "template", parts: parts.map((part, index) => (index % 2 === 0 ? part : column(alias, part))) };
}
