import { GraphQLError, getArgumentValues } from "graphql";
import type { ArgumentProblem } from "./ArgumentProblem.js";
import type { Given } from "./Given.js";
import { connectionNode, type Model } from "./Model.js";
import { readPage } from "./readPage.js";
import type { SelectedField } from "./readSelection.js";

interface ReadArguments {
  readonly given: Given;
  readonly problems: readonly ArgumentProblem[];
}

const fixed = new WeakMap<SelectedField, ReadArguments>();

/** What a field was given, read once where its arguments are written out in the document. */
export function readArguments(
  model: Model,
  selected: SelectedField,
  variables: Readonly<Record<string, unknown>>,
): ReadArguments {
  const known = selected.isFixed ? fixed.get(selected) : undefined;
  const result = known ?? coerce(model, selected, variables);
  if (selected.isFixed) fixed.set(selected, result);
  return result;
}

/**
 * Coerces the arguments of a field (GraphQL specification, section 6.4.1) and reads those of a connection as a page.
 * A scalar that refuses a value hands back an Error in its place; each becomes a problem of the field, with its path.
 */
function coerce(model: Model, selected: SelectedField, variables: Readonly<Record<string, unknown>>): ReadArguments {
  const {
    definition,
    nodes: [node],
    path,
  } = selected;
  if (!definition) return { given: { arguments: {} }, problems: [] };
  try {
    const values = getArgumentValues(definition, node, variables);
    const refused = refusedValues(values, path);
    const rows = model.entities.get(connectionNode(definition.type) ?? "");
    if (!rows || refused.length > 0) return { given: { arguments: values }, problems: refused };
    const { page, problems } = readPage(rows, definition, values, path);
    return { given: { arguments: values, page }, problems };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const problem = {
      path,
      code: "INVALID_VALUE",
      message: "An argument is missing or null where the schema asks for a value.",
    };
    return { given: { arguments: {} }, problems: [problem] };
  }
}

/** PostgreSQL stores no half of a surrogate pair, and no NUL. */
const HALF_PAIR = /\p{Surrogate}/u;

function refusedValues(value: unknown, path: ArgumentProblem["path"]): ArgumentProblem[] {
  if (value instanceof Error)
    return [{ path, code: "code" in value ? String(value.code) : "INVALID_VALUE", message: value.message }];
  if (typeof value === "string" && (value.includes("\0") || HALF_PAIR.test(value)))
    return [{ path, code: "INVALID_TEXT", message: "Send a text of whole Unicode characters, without NUL." }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    refusedValues(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
