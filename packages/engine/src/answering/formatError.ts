import { GraphQLError, type GraphQLFormattedError, getLocation } from "graphql";
import type { SelectedField } from "../compiler/selectFields.js";
import { ClientError, ErrorCode } from "../errors.js";
import type { Answer } from "./OperationRequest.js";

const SAFE_APOLLO_CODES = new Set(["BAD_REQUEST", "PERSISTED_QUERY_NOT_SUPPORTED", "PERSISTED_QUERY_NOT_FOUND"]);

/** The errors of an answer, as a client gets them; absent where there are none. */
export const errorsOf = ({ failures }: Pick<Answer, "failures">): readonly GraphQLFormattedError[] | undefined =>
  failures.length === 0 ? undefined : failures.map(({ error, field }) => formatError(error, field && locationOf(field)));

const locationOf = ({ nodes, responseKey }: SelectedField): ErrorLocation => ({
  locations: nodes.flatMap(({ loc }) => (loc ? [getLocation(loc.source, loc.start)] : [])),
  path: [responseKey],
});

/** Mistakes of clients that Apollo gives no code. */
const CODELESS: Readonly<Record<string, string>> = {
  "Unsupported persisted query version": "Send version 1 in extensions.persistedQuery.",
  "provided sha does not match query":
    "The hash is not the SHA-256 of the query beside it. Send the right one, or leave extensions.persistedQuery out.",
};

/**
 * The only way for an error to reach a client. A ClientError passes as it is. Messages of the GraphQL libraries are rewritten: they quote
 * nothing that was sent and suggest no hidden name. Everything else is masked.
 * @param at where it happened; a library's error says so itself.
 * @param suggests whether a mistyped name is answered with those of the schema that it is like: only where clients may ask for the
 * schema.
 */
export function formatError(error: unknown, at: ErrorLocation = {}, suggests = false): GraphQLFormattedError {
  if (error instanceof ClientError)
    return { message: error.message, ...at, extensions: { code: error.code, ...detailsOf(error) } };
  if (!(error instanceof GraphQLError)) return { message: MASKED.message, ...at, extensions: MASKED.extensions };
  const codeless = CODELESS[error.message];
  if (codeless !== undefined) return { message: codeless, extensions: { code: "BAD_REQUEST" } };
  const { locations = at.locations, path = at.path } = error;
  const code = String(error.extensions.reason ?? error.extensions.code);
  const message = libraryMessage(error, code, suggests);
  return {
    message: message ?? MASKED.message,
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: message === undefined ? MASKED.extensions : { code },
  };
}

const CLOSED_SCHEMA = "The schema cannot be asked for here. Read schema.graphql, which comes with the client kit.";

type ErrorLocation = Pick<GraphQLFormattedError, "locations" | "path">;

const MASKED = {
  message: "Something went wrong on our side. Try again; if it happens again, tell us when.",
  extensions: { code: ErrorCode.INTERNAL_SERVER_ERROR },
};

function detailsOf({ details: { fields, updatedAt, tooCostly, reason, retryAfterSeconds } }: ClientError) {
  return {
    ...(reason && { reason }),
    ...(fields && { fields }),
    ...(updatedAt && { updatedAt }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...tooCostly,
  };
}

function libraryMessage(error: GraphQLError, code: string, suggests: boolean): string | undefined {
  const [{ line, column } = { line: 0, column: 0 }] = error.locations ?? [];
  switch (code) {
    case "GRAPHQL_PARSE_FAILED":
      return /limit|exceed/i.test(error.message)
        ? "The document is too long. Ask for less at once, or split it."
        : `The document is not valid GraphQL: the syntax is wrong at line ${line}, column ${column}.${expected(error.message)}`;
    case "GRAPHQL_VALIDATION_FAILED":
      if (error.message.startsWith("GraphQL introspection is not allowed")) return CLOSED_SCHEMA;
      return `${withoutQuotes(error.message)}${suggests ? suggestionIn(error.message) : ""}`;
    case "OPERATION_RESOLUTION_FAILURE":
      return "The document holds no such operation. Send the name of one of its operations as operationName.";
    default:
      return SAFE_APOLLO_CODES.has(code) || code === ErrorCode.QUERY_TOO_COMPLEX ? withoutQuotes(error.message) : undefined;
  }
}

/** What graphql-js's parser expected: a kind of token or one of the language's own words, never a part of the document. */
function expected(message: string): string {
  const [, what] = /Expected ("[^\w"]{1,3}"|"(?:on|query|mutation|fragment)"|Name|Int|String|<EOF>)/.exec(message) ?? [];
  return what === undefined ? "" : ` ${what.replace(/"/g, "")} was expected there.`;
}

/** What graphql-js suggests for a mistyped name: names of the schema alone, as in `Did you mean "name" or "email"?`. */
function suggestionIn(message: string): string {
  const [suggestion = ""] = / Did you mean (?:[a-z ]+ )?"\w+"(?:,? (?:or )?"\w+")*\?$/.exec(message) ?? [];
  return suggestion;
}

/** Cuts suggestions and quoted values; names of the schema and of the document may stay, values may not. */
function withoutQuotes(message: string): string {
  return message
    .replace(/,? Did you mean .*$/s, "")
    .replace(/,? found .*$/s, ".")
    .replace(/(cannot represent[^:]*):.*$/s, "$1.")
    .replace(/"([^"]*)"/g, (quoted, inner: string) => (/^[$@]?[\w.![\]]*$/.test(inner) ? quoted : "a value"));
}
