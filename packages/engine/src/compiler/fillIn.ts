import { columnOf, type Entity, type Model } from "./Model.js";
import type { Planning } from "./Planning.js";
import { column, type Expression } from "./plan.js";

/** The alias of the viewer's row, which every statement with a token joins. */
export const VIEWER = "viewer";
const VIEWERS = `${VIEWER}.`;
const GIVEN = "given.";
const IN_BRACES = /\{([\w.]+)\}/;

/**
 * SQL that a programmer wrote, with the columns of a row instead of the properties in braces: `upper({title})`. `{viewer.column}` is a
 * column of the viewer's row, and null where nobody is signed in. `{given.name}` is a whole number among the field's arguments.
 * @param path of the field; absent where the SQL is of no field, and nothing is given.
 */
export function fillIn(
  { hasToken }: Pick<Planning, "hasToken">,
  entity: Entity,
  alias: string,
  template: string,
  path?: readonly string[],
): Expression {
  const parts = template.split(IN_BRACES).map((part, index) => {
    if (index % 2 === 0) return part;
    if (part.startsWith(VIEWERS)) return hasToken ? column(VIEWER, part.slice(VIEWERS.length)) : "NULL";
    if (path && part.startsWith(GIVEN)) {
      const source = { path, value: ["arguments", part.slice(GIVEN.length)] as const };
      return { kind: "parameter", source, type: "int4" } as const;
    }
    const named = columnOf(entity, part);
    if (!named) throw new Error(`SQL of ${entity.name} names a property that it lacks: ${part}`);
    return column(alias, named.databaseName);
  });
  return { kind: "template", parts };
}

/** Names in a template that stand for nothing. @param given the names of whole numbers among the arguments. */
export function gapsOfTemplate(
  { viewer }: Model,
  entity: Entity,
  template: string,
  given: readonly string[] = [],
): readonly string[] {
  return template
    .split(IN_BRACES)
    .filter((_part, index) => index % 2 === 1)
    .flatMap((name) => {
      if (name.startsWith(GIVEN))
        return given.includes(name.slice(GIVEN.length)) ? [] : [`names {${name}}, which is no argument with a range.`];
      if (!name.startsWith(VIEWERS)) return columnOf(entity, name) ? [] : [`names {${name}}, which ${entity.name} lacks.`];
      const isThere = new RegExp(`\\b${name.slice(VIEWERS.length)}\\b`).test(viewer("$1"));
      return isThere ? [] : [`names {${name}}, which the viewer's row lacks.`];
    });
}
