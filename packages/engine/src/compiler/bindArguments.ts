import type { GraphQLField } from "graphql";
import { FieldCode, type FieldProblem } from "../errors.js";
import { argumentValues } from "./argumentValues.js";
import { type BoundField, responseKeysBelowRoot } from "./BoundField.js";
import { bindPage } from "./bindPage.js";
import { connectionNode, type Entity, type Model } from "./Model.js";
import { rangesOf } from "./rangesOf.js";
import type { SelectedField } from "./selectFields.js";

const NOTHING = { arguments: {}, problems: [] };

/**
 * Coerces the arguments of a field (GraphQL specification, section 6.4.1) and binds those of a connection to a page. A scalar that
 * refuses a value returns an Error instead. Each becomes a problem of the field, with its path.
 */
export function bindArguments(
  model: Model,
  selected: SelectedField,
  variables: Readonly<Record<string, unknown>>,
): Pick<BoundField, "arguments" | "page" | "problems"> {
  const { definition, path } = selected;
  if (!definition || definition.args.length === 0) return NOTHING;
  const values = argumentValues(selected, definition, variables);
  if (!values) return { arguments: {}, problems: [argumentMissing(responseKeysBelowRoot(path))] };
  if (!isSound(values)) return { arguments: values, problems: refusedValues(values, responseKeysBelowRoot(path)) };
  const rows = rowsOf(model, definition);
  if (!rows) return { arguments: values, problems: outOfRange(definition, values, responseKeysBelowRoot(path)) };
  return { arguments: values, ...bindPage(rows, definition, values, responseKeysBelowRoot(path)) };
}

function outOfRange(
  definition: GraphQLField<unknown, unknown>,
  values: BoundField["arguments"],
  path: FieldProblem["path"],
): readonly FieldProblem[] {
  return Object.entries(rangesOf(definition)).flatMap(([name, [least, most]]) => {
    const value = values[name] as number;
    if (value >= least && value <= most) return [];
    return [{ path: [...path, name], code: FieldCode.OUT_OF_RANGE, message: `Send a number from ${least} to ${most}.` }];
  });
}

/** The rows of each connection, and null for other fields. */
const rowsOfField = new WeakMap<GraphQLField<unknown, unknown>, Entity | null>();

function rowsOf({ entities }: Model, definition: GraphQLField<unknown, unknown>): Entity | null {
  const known = rowsOfField.get(definition);
  if (known !== undefined) return known;
  const rows = entities.get(connectionNode(definition.type) ?? "") ?? null;
  rowsOfField.set(definition, rows);
  return rows;
}

/** What graphql-js refuses about a field's arguments once the document is valid: a variable that is null or left out. */
export const argumentMissing = (path: FieldProblem["path"]): FieldProblem => ({
  path,
  code: FieldCode.INVALID_VALUE,
  message: "An argument is missing or null where the schema asks for a value.",
});

/** PostgreSQL stores no half of a surrogate pair, and no NUL. */
const HALF_PAIR = /\p{Surrogate}/u;

const isText = (text: string): boolean => !text.includes("\0") && !HALF_PAIR.test(text);

/** Whether nothing in the value is to be refused. Almost always it is so, and then no path is made. */
function isSound(value: unknown): boolean {
  if (typeof value === "string") return isText(value);
  if (typeof value !== "object" || value === null) return true;
  return !(value instanceof Error) && Object.values(value).every(isSound);
}

function refusedValues(value: unknown, path: FieldProblem["path"]): FieldProblem[] {
  if (value instanceof Error) return [{ path, code: codeOf(value), message: value.message }];
  if (typeof value === "string" && !isText(value))
    return [{ path, code: FieldCode.INVALID_TEXT, message: "Send a text of whole Unicode characters, without NUL." }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    refusedValues(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Scalars name the code; the compiler knows none of them. */
const codeOf = (refused: Error): FieldCode =>
  "code" in refused && String(refused.code) in FieldCode ? (refused.code as FieldCode) : FieldCode.INVALID_VALUE;
