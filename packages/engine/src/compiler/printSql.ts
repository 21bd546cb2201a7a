import { VIEWER } from "./fillIn.js";
import { arrayText, objectText, ROW } from "./jsonText.js";
import type { Expression, Output, ParameterSource, Plan, Rows, Source } from "./plan.js";
import { identifier, literal } from "./spelling.js";

/** One SELECT for one request, or one that answers many requests of the same shape, each by a row. */
export type Form = "single" | "joined";

export interface PrintedSql {
  readonly text: string;
  /** Where the values of $1, $2, … come from. In the joined form each is a list, with the value of each request in turn. */
  readonly parameters: readonly ParameterSource[];
  /** Whether the value of one of them is a list. */
  readonly hasList: boolean;
  /** How many bytes an answer may have, where the last column says whether it has more. */
  readonly maxBytes?: number;
  /** In the joined form, the roots by their index whose JSON is the same for all requests: it stands in the first one's row alone. */
  readonly common: readonly number[];
}

/** The most bytes that a character takes in JSON: an escaped control character. */
const BYTES_OF_CHARACTER = 6;
/**
 * The bytes of the long texts that a statement has read so far: a setting of its transaction, since no row knows of the others. It is
 * empty where the transaction has not set it.
 */
const COUNTER = "answer.text_bytes";
const COUNTED = `coalesce(nullif(current_setting('${COUNTER}', true), ''), '0')::int8`;
/** How long the statement has worked so far, in milliseconds: neither the network nor a wait for a connection is in it. */
const MS = "1000 * date_part('epoch', clock_timestamp() - statement_timestamp())";
/** The first row of a statement, one for each request. */
const REQUEST = "request";

/**
 * Spells a plan as one SELECT of one row: a column with the JSON of each root as text; where there is a token, the viewer's id (null when
 * the token is not good), whether they see all, whether the session's use is to be noted, and, where replicas may answer, the version of
 * the account; the milliseconds that it took; and where the answer could be longer than `maxBytes`, whether it is: the JSON is then null,
 * so that nothing long crosses the wire. Where few bytes a character suffice for that, PostgreSQL counts the long texts as it reads
 * them, and reads no more above `maxBytes`: otherwise it would make an answer of a hundred megabytes before the refusal.
 *
 * The joined form is the same SELECT over the rows of many requests. `request.p1` stands where the single form has `$1`, and the first
 * column is the request's ordinal, counted from 1. What depends on no request, PostgreSQL reads once, and sends once. Names pass through
 * `identifier`, values through `parameter`, and nothing else is variable.
 */
export function printSql(plan: Plan, maxBytes: number, form: Form = "single"): PrintedSql {
  const isCounting = form === "single" && isCountingTexts(plan, maxBytes);
  const parameters: ParameterSource[] = [];
  const types: string[] = [];
  const numbers = new Map<string, number>();
  const viewer = plan.viewer?.(parameter("token", "bytea"));
  // pg would parse a column of type json.
  const roots = plan.roots.map((root) => `${expression(root)}::text`);
  const names = ["id", "sees_all", "use_is_due", ...(plan.isVersioned ? ["version"] : [])];
  const state = viewer === undefined ? [] : names.map((name) => `${VIEWER}.${name}`);
  const isMeasured = plan.cost.longestBytes * BYTES_OF_CHARACTER > maxBytes;
  const common = form === "joined" ? [...roots.keys()].filter((index) => isCommon(roots[index] ?? "")) : [];
  const columns = (isMeasured ? measured(roots.length, maxBytes, isCounting) : roots).map((column, index) =>
    common.includes(index) ? `CASE WHEN ${REQUEST}.ordinal = 1 THEN ${column} END` : column,
  );
  const ordinal = form === "joined" ? [`${REQUEST}.ordinal`] : [];
  const text = `SELECT ${[...ordinal, ...columns.slice(0, roots.length), ...state, MS, ...columns.slice(roots.length)].join(", ")}`;
  const sources = [...requests(), ...(isMeasured ? [`LATERAL (SELECT ${named(roots)} OFFSET 0) AS answer`] : [])];
  return {
    text: sources.length > 0 ? `${text} FROM ${sources.join(" CROSS JOIN ")}` : text,
    parameters,
    hasList: types.some((type) => type.endsWith("[]")),
    ...(isMeasured && { maxBytes }),
    common,
  };

  /** Whether no row that is one request's is named in it. */
  function isCommon(root: string): boolean {
    const ofRequests = [REQUEST, VIEWER, ...plan.searches.map(({ alias }) => alias)];
    return !ofRequests.some((alias) => root.includes(`${alias}.`));
  }

  /** The row of the request, or the rows of all requests, with the viewer's beside it, and the patterns of each search. */
  function requests(): string[] {
    const searches = plan.searches.map(
      ({ alias, asked, isByStem }) =>
        ` LEFT JOIN LATERAL (SELECT * FROM search_patterns(${expression(asked)}, ${isByStem}) OFFSET 0) AS ${alias} ON true`,
    );
    const names = types.map((_type, index) => `p${index + 1}, `).join("");
    const lists = types.map((type, index) => `$${index + 1}::${type}[]`).join(", ");
    const rows =
      form === "joined" ? `unnest(${lists}) WITH ORDINALITY AS ${REQUEST}(${names}ordinal)` : `(SELECT) AS ${REQUEST}`;
    // OFFSET 0 keeps PostgreSQL from merging the viewer into each condition: it would then expect that hardly any row may be read, and
    // sort rows that an index has in order.
    if (viewer !== undefined)
      return [
        `${rows} LEFT JOIN ${form === "joined" ? "LATERAL " : ""}(${viewer} OFFSET 0) AS ${VIEWER} ON true${searches.join("")}`,
      ];
    return form === "joined" || searches.length > 0 ? [`${rows}${searches.join("")}`] : [];
  }

  function parameter(source: ParameterSource, type: string): string {
    const name = source === "token" ? source : [...source.path, ...source.value].join("/");
    const number = numbers.get(name) ?? parameters.push(source);
    numbers.set(name, number);
    types[number - 1] = type;
    return form === "joined" ? `${REQUEST}.p${number}` : `$${number}`;
  }

  function expression(node: Expression): string {
    switch (node.kind) {
      case "column":
        return `${node.alias}.${identifier(node.name)}`;
      case "text":
        return `${literal(node.value)}::text`;
      case "parameter":
        return `${parameter(node.source, node.type)}::${node.type}`;
      case "template":
        return node.parts.map((part) => (typeof part === "string" ? part : expression(part))).join("");
      case "counted":
        return isCounting ? counted(expression(node.value)) : expression(node.value);
      case "object":
        return `(SELECT ${objectText(node.outputs)} FROM (${select(node.outputs, node.from)}) AS ${ROW})`;
      case "array":
        return `(SELECT ${arrayText(node.outputs)} FROM (${select(node.outputs, node.from)}) AS ${ROW})`;
      case "json":
        return expression(node.value);
      case "scalar":
        return `(SELECT ${expression(node.value)} ${from(node.from)})`;
      case "exists":
        return `EXISTS (SELECT ${from(node.from)})`;
      default:
        return node satisfies never;
    }
  }

  function counted(value: string): string {
    const total = `(${COUNTED} + coalesce(octet_length(${value}::text), 0))::text`;
    return `CASE WHEN set_config('${COUNTER}', ${total}, true)::int8 <= ${integer(maxBytes)} THEN ${value} END`;
  }

  function select(outputs: readonly Output[], rows?: Rows): string {
    const columns = outputs.map(({ key, value }) => `${expression(value)} AS ${identifier(key)}`).join(", ");
    return rows ? `SELECT ${columns} ${from(rows)}` : `SELECT ${columns}`;
  }

  function from({ alias, source: rows, where, order, limit, offset }: Rows): string {
    const clauses = [`FROM ${source(rows)} AS ${alias}`];
    if (where.length > 0) clauses.push(`WHERE ${where.map(expression).join(" AND ")}`);
    if (order.length > 0)
      clauses.push(`ORDER BY ${order.map(({ by, direction }) => `${expression(by)} ${direction}`).join(", ")}`);
    if (limit !== undefined) clauses.push(`LIMIT ${integer(limit)}`);
    if (offset !== undefined) clauses.push(`OFFSET ${integer(offset)}`);
    return clauses.join(" ");
  }

  function source(rows: Source): string {
    switch (rows.kind) {
      case "table":
        return identifier(rows.name);
      case "rows":
        return `(SELECT * ${from(rows.rows)})`;
      case "selected":
        return `(${select(rows.outputs, rows.rows)})`;
      case "either":
        return `(${rows.sets.map((set) => `(SELECT * ${from(set)})`).join(" UNION ALL ")})`;
      case "sql":
        return `(${rows.parts.map((part) => (typeof part === "string" ? part : `(SELECT * ${from(part)}) AS ${part.alias}`)).join("")})`;
      default:
        return rows satisfies never;
    }
  }
}

const named = (columns: readonly string[]): string =>
  columns.map((column, index) => `${column} AS ${identifier(String(index))}`).join(", ");

/** Whether the answer could be longer than `maxBytes` with one byte a character, so that long texts are counted as they are read. */
export const isCountingTexts = ({ cost: { longestBytes } }: Plan, maxBytes: number): boolean => longestBytes > maxBytes;

/** The JSON of each root unless all together are too long, and whether they are. */
function measured(roots: number, maxBytes: number, isCounting: boolean): string[] {
  const names = Array.from({ length: roots }, (_, index) => `answer.${identifier(String(index))}`);
  const length = names.map((name) => `coalesce(octet_length(${name}), 0)`).join(" + ");
  const isTooLong = isCounting ? `greatest(${length}, ${COUNTED}) > ${integer(maxBytes)}` : `${length} > ${integer(maxBytes)}`;
  return [...names.map((name) => `CASE WHEN NOT (${isTooLong}) THEN ${name} END`), isTooLong];
}

/** Page sizes are part of the text: with a LIMIT as parameter, a generic plan would have to guess it. */
function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError("A page size is a whole number");
  return String(value);
}
