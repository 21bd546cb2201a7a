import { GraphQLError, getArgumentValues } from "graphql";
import { FieldCode, type FieldProblem } from "../errors.js";
import type { BoundField } from "./BoundField.js";
import { bindPage } from "./bindPage.js";
import { connectionNode, type Model } from "./Model.js";
import type { SelectedField } from "./selectFields.js";

const NOTHING = { arguments: {}, problems: [] };

/**
 * Coerces the arguments of a field (GraphQL specification, section 6.4.1) and binds those of a connection to a page.
 * A scalar that refuses a value hands back an Error in its place. Each becomes a problem of the field, with its path.
 */
export function bindArguments(
  model: Model,
  { definition, nodes: [node], place }: SelectedField,
  variables: Readonly<Record<string, unknown>>,
): Pick<BoundField, "arguments" | "page" | "problems"> {
  if (!definition || definition.args.length === 0) return NOTHING;
  const path = responseKeysBelowRoot(place);
  const values = coerce(() => getArgumentValues(definition, node, variables));
  if (!values) return { arguments: {}, problems: [argumentMissing(path)] };
  const refused = refusedValues(values, path);
  const rows = model.entities.get(connectionNode(definition.type) ?? "");
  if (!rows || refused.length > 0) return { arguments: values, problems: refused };
  return { arguments: values, ...bindPage(rows, definition, values, path) };
}

/** What graphql-js refuses about a field's arguments once the document is valid: a variable that is null or left out. */
export const argumentMissing = (path: FieldProblem["path"]): FieldProblem => ({
  path,
  code: FieldCode.INVALID_VALUE,
  message: "An argument is missing or null where the schema asks for a value.",
});

/** Places alternate between response keys and types. */
const responseKeysBelowRoot = (place: readonly string[]) => place.filter((_step, index) => index > 0 && index % 2 === 0);

/** The values, or undefined where graphql-js refuses them: its message would quote what was sent. */
function coerce(values: () => Record<string, unknown>): Record<string, unknown> | undefined {
  try {
    return values();
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

/** PostgreSQL stores no half of a surrogate pair, and no NUL. */
const HALF_PAIR = /\p{Surrogate}/u;

function refusedValues(value: unknown, path: FieldProblem["path"]): FieldProblem[] {
  if (value instanceof Error) return [{ path, code: codeOf(value), message: value.message }];
  if (typeof value === "string" && (value.includes("\0") || HALF_PAIR.test(value)))
    return [{ path, code: FieldCode.INVALID_TEXT, message: "Send a text of whole Unicode characters, without NUL." }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    refusedValues(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Scalars name the code; the compiler knows none of them. */
const codeOf = (refused: Error): FieldCode =>
  "code" in refused && String(refused.code) in FieldCode ? (refused.code as FieldCode) : FieldCode.INVALID_VALUE;
