import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ClientError, ErrorCode } from "../../errors.js";

const SAFE_APOLLO_CODES = new Set(["BAD_REQUEST", "PERSISTED_QUERY_NOT_SUPPORTED", "PERSISTED_QUERY_NOT_FOUND"]);

/** Mistakes of clients that Apollo gives no code. */
const CODELESS: Readonly<Record<string, string>> = {
  "Unsupported persisted query version": "Send version 1 in extensions.persistedQuery.",
  "provided sha does not match query":
    "The hash is not the SHA-256 of the query beside it. Send the right one, or leave extensions.persistedQuery out.",
};

/**
 * The only way for an error to reach a client. A ClientError is told as it is; messages of the GraphQL libraries are
 * rewritten so that they quote nothing that was sent and suggest nothing that is hidden; everything else is masked.
 * @param suggests whether a mistyped name is answered with those of the schema that it is like: only where clients may ask for the schema.
 */
export function formatError(error: unknown, suggests = false): GraphQLFormattedError {
  const { locations, path } = error instanceof GraphQLError ? error : { locations: undefined, path: undefined };
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const client = clientErrorOf(error);
  if (client) {
    return { message: client.message, ...place, extensions: { code: client.code, ...detailsOf(client) } };
  }
  const codeless = error instanceof GraphQLError ? CODELESS[error.message] : undefined;
  if (codeless !== undefined) return { message: codeless, extensions: { code: "BAD_REQUEST" } };
  const code = error instanceof GraphQLError ? String(error.extensions.reason ?? error.extensions.code) : "";
  const message = error instanceof GraphQLError ? libraryMessage(error, code, suggests) : undefined;
  return message === undefined
    ? {
        message: "Something went wrong on our side. Try again; if it happens again, tell us when.",
        ...place,
        extensions: { code: ErrorCode.INTERNAL_SERVER_ERROR },
      }
    : { message, ...place, extensions: { code } };
}

function detailsOf({ details: { fields, updatedAt, tooDear, reason, retryAfterSeconds } }: ClientError) {
  return {
    ...(reason && { reason }),
    ...(fields && { fields }),
    ...(updatedAt && { updatedAt: updatedAt.toISOString() }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...tooDear,
  };
}

/** The failure behind an error that a client may be told about. */
export function clientErrorOf(error: unknown): ClientError | undefined {
  if (error instanceof ClientError) return error;
  return error instanceof GraphQLError && error.originalError ? clientErrorOf(error.originalError) : undefined;
}

function libraryMessage(error: GraphQLError, code: string, suggests: boolean): string | undefined {
  const [{ line, column } = { line: 0, column: 0 }] = error.locations ?? [];
  switch (code) {
    case "GRAPHQL_PARSE_FAILED":
      return /limit|exceed/i.test(error.message)
        ? "The document is too long. Ask for less at once, or split it."
        : `The document is not valid GraphQL: the syntax is wrong at line ${line}, column ${column}.${expected(error.message)}`;
    case "GRAPHQL_VALIDATION_FAILED":
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

/** What graphql-js takes a mistyped name for: names of the schema alone, as in `Did you mean "name" or "email"?`. */
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
