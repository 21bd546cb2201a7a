import { createHash } from "node:crypto";
import type { Model } from "./Model.js";
import type { ParameterSource } from "./plan.js";
import { planStatement } from "./planStatement.js";
import { isCountingTexts, printSql } from "./printSql.js";
import type { FieldRead } from "./Read.js";
import { RecurringCache } from "./RecurringCache.js";
import { type SearchOfMany, searchesOfMany } from "./searchesOfMany.js";
import { shapeOf } from "./shapeOf.js";

/** A statement, ready to run. */
export interface Statement {
  /** The same for the same text, so that PostgreSQL prepares it once a connection; absent where it may never come back. */
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** How many bytes its answer may have, where the last column says whether it has more. */
  readonly maxBytes?: number;
  /** How many bytes its answer may have at worst: the gate bounds the sum over all running statements. */
  readonly weight: number;
  /** The same object for all statements of this text, as long as the text is kept. */
  readonly shape: Shape;
}

/** What statements that differ in their values only have in common. */
export interface Shape {
  /** The most rows that one of them reads. */
  readonly rows: number;
  /** The roots, by their index, that search the texts of several accounts for who sees all, with the way to the value. They are refused. */
  readonly searchesOfMany?: readonly Pick<SearchOfMany, "root" | "path">[];
  /** Whether there is no viewer: then reads with the same values have the same answer. */
  readonly isPublic: boolean;
  /**
   * The text that answers many of them at once, each by a row. Absent where they have no values, and so the same answer; where a value is
   * a list, because unnest would take it apart; and where long texts are counted, because one counter would count for all requests.
   */
  readonly joined?: JoinedText;
}

/**
 * Each parameter is a list with the values of the statements in turn. The first column is the ordinal of a statement, from 1. The roots in
 * `common`, by their index, have the same answer for all, which stands in the row of the first alone.
 */
export interface JoinedText extends Pick<Statement, "text" | "maxBytes"> {
  readonly name: string;
  readonly common: readonly number[];
}

interface Prepared extends Shape {
  readonly name: string;
  readonly weight: number;
  readonly maxBytes?: number;
  readonly text: string;
  readonly parameters: readonly ("token" | Parameter)[];
}

/** The position of a parameter's value in all reads of the same shape. */
interface Parameter {
  readonly read: number;
  /** The way from the read's field down: types and response keys in turns. */
  readonly below: readonly string[];
  readonly value: readonly string[];
}

const MAX_BYTES = 16_000_000;
const BYTES_OF_PARAMETER = 200;
/** How long one answer of a joined statement may be. A longer one is read alone, which bounds what one statement returns. */
const MAX_JOINED_BYTES = 256 * 1024;

/** Compiles fields with what they read to one statement. Recurring statements are kept by their shape, and prepared. */
export class Compiler {
  private readonly prepared = new RecurringCache<Prepared>(
    MAX_BYTES,
    ({ text, parameters }, key) => key.length + 2 * text.length + BYTES_OF_PARAMETER * parameters.length,
  );

  /** @param maxBytes how many bytes an answer may have. */
  constructor(
    private readonly model: Model,
    private readonly maxBytes: number,
  ) {}

  /**
   * One statement that answers one row: the JSON of each field as text, then the state of the viewer when there is a token.
   * @param tokenHash the SHA-256 of the request's token, when it came with one.
   */
  compile(reads: readonly FieldRead[], tokenHash: Buffer | undefined): Statement {
    const shape = shapeOf(reads, tokenHash !== undefined);
    const known = this.prepared.get(shape);
    const prepared = known ?? this.prepare(reads, tokenHash !== undefined);
    const isKept = known !== undefined || this.prepared.offer(shape, prepared);
    const { name, text, parameters, maxBytes, weight } = prepared;
    const values = parameters.map((source) => (source === "token" ? tokenHash : valueAt(reads, source)));
    return { ...(isKept && { name }), text, values, maxBytes, weight, shape: prepared };
  }

  /** The statement that answers the state of the viewer alone. */
  check(tokenHash: Buffer): Statement {
    return this.compile([], tokenHash);
  }

  private prepare(reads: readonly FieldRead[], hasToken: boolean): Prepared {
    const plan = planStatement(this.model, reads, hasToken);
    const ofMany = searchesOfMany(this.model, reads).map(({ root, path }) => ({ root, path }));
    const { hasList, parameters, common: _common, ...single } = printSql(plan, this.maxBytes);
    const {
      parameters: _same,
      hasList: _lists,
      ...joined
    } = printSql(plan, Math.min(this.maxBytes, MAX_JOINED_BYTES), "joined");
    return {
      ...single,
      name: nameOf(single.text),
      parameters: parameters.map((source) => locate(reads, source)),
      rows: plan.cost.rows,
      weight: Math.min(plan.cost.longestBytes, this.maxBytes),
      ...(ofMany.length > 0 && { searchesOfMany: ofMany }),
      isPublic: !hasToken,
      ...(parameters.length > 0 &&
        !hasList &&
        !isCountingTexts(plan, this.maxBytes) && { joined: { ...joined, name: nameOf(joined.text) } }),
    };
  }
}

const nameOf = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 32);

/** The path of a parameter's field, from the read that it stands under. */
function locate(reads: readonly FieldRead[], source: ParameterSource): "token" | Parameter {
  if (source === "token") return source;
  const { path, value } = source;
  const read = reads.findIndex(({ field }) => field.selected.path.every((step, index) => step === path[index]));
  return { read, below: path.slice(reads[read]?.field.selected.path.length), value };
}

function valueAt(reads: readonly FieldRead[], { read, below, value }: Parameter): unknown {
  const start = reads[read];
  let field = start?.field;
  for (let step = 0; step < below.length; step += 2)
    field = field?.under.get(below[step] ?? "")?.find(({ selected }) => selected.responseKey === below[step + 1]);
  let inner: unknown = value[0] === "by" ? start?.read : field;
  for (const step of value) inner = (inner as Readonly<Record<string, unknown>> | undefined)?.[step];
  return inner;
}
