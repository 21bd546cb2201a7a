import type { Outcome } from "../answering/assemble.js";
import { answerTo, type ResolvedReads } from "../answering/Queries.js";
import { type RowViewer, readRowOf } from "../answering/readRowOf.js";
import type { BoundField } from "../compiler/BoundField.js";
import type { Compiler, Shape, Statement } from "../compiler/Compiler.js";
import { type FieldRead, needOf } from "../compiler/Read.js";
import { tokenMissing, tokenRefused } from "../errors.js";
import { keyOf } from "../gate/joinedStatement.js";
import type { Row } from "../gate/WaitingRead.js";
import { eventOf, type LiveEvent } from "./eventOf.js";

const numbers = new WeakMap<Shape, number>();
let count = 0;

/** What a stream asks again and again: one statement, and how its row becomes an event. */
export class LiveQuery {
  readonly statement: Statement;
  /** Streams with the same key are answered by the same row. */
  readonly key: string;
  /** What is read. Without a token that is less than what was asked for. */
  readonly reads: readonly FieldRead[];

  /** @param liveAs the response key of `live`. @returns undefined where nothing is read, so that no answer ever changes. */
  static of(
    roots: readonly BoundField[],
    resolved: ResolvedReads,
    liveAs: string,
    tokenHash: Buffer | undefined,
    compiler: Pick<Compiler, "compile">,
  ): LiveQuery | undefined {
    const readable = tokenHash === undefined ? withoutNeeds(resolved) : resolved;
    return readable.reads.length === 0 ? undefined : new LiveQuery(roots, readable, liveAs, tokenHash, compiler);
  }

  private constructor(
    private readonly roots: readonly BoundField[],
    private readonly resolved: ResolvedReads,
    private readonly liveAs: string,
    readonly tokenHash: Buffer | undefined,
    compiler: Pick<Compiler, "compile">,
  ) {
    this.reads = resolved.reads;
    this.statement = compiler.compile(this.reads, tokenHash);
    const { shape } = this.statement;
    const number = numbers.get(shape) ?? ++count;
    numbers.set(shape, number);
    this.key = `${number} ${keyOf(this.statement)}`;
  }

  /** How long PostgreSQL worked on the row, in milliseconds, and whose it is; without a viewer the token is no longer good. */
  read(row: Row): { readonly ms: number; readonly viewer?: RowViewer } {
    return readRowOf(row, this.reads, this.statement, this.tokenHash !== undefined);
  }

  /** @throws ClientError UNAUTHENTICATED when the token is no longer good; QUERY_TOO_COMPLEX when the answer is too long. */
  eventOf(row: Row): LiveEvent {
    const { viewer, outcomes } = readRowOf(row, this.reads, this.statement, this.tokenHash !== undefined);
    if (this.tokenHash !== undefined && !viewer) throw tokenRefused();
    return eventOf(answerTo(this.roots, this.resolved, outcomes()), this.liveAs);
  }
}

/** Without a token, what needs one is not read. */
function withoutNeeds({ outcomes, reads, indexes }: ResolvedReads): ResolvedReads {
  const all: Outcome[] = [...outcomes];
  const kept = reads.flatMap((one, position) => {
    const index = indexes[position] ?? 0;
    if (needOf(one.read) === undefined) return [{ one, index }];
    all[index] = { error: tokenMissing() };
    return [];
  });
  return { outcomes: all, reads: kept.map(({ one }) => one), indexes: kept.map(({ index }) => index) };
}
