import type { Compiler, Statement } from "../compiler/Compiler.js";
import { type FieldRead, needOf } from "../compiler/Read.js";
import { tokenMissing, tokenRefused } from "../errors.js";
import type { Deadline } from "../gate/Deadline.js";
import { type RequestContext, tokenHashOf } from "../request/RequestContext.js";
import type { Outcome } from "./assemble.js";
import type { OperationRequest } from "./OperationRequest.js";
import { type RowViewer, readRowOf } from "./readRowOf.js";

/** Returns the one row of a statement that reads, unless the client has hung up before. */
export type RunStatement = (
  statement: Statement,
  deadline: Deadline,
  tokenHash: Buffer | undefined,
) => Promise<readonly unknown[]>;

/**
 * How statements run, by the slots that they take: what a mutation reads back goes with the writes, so that a full lane of reads does not
 * delay it.
 */
export type RunStatements = Readonly<Record<"read" | "write", RunStatement>>;

/** Called after each statement with the time that it took. */
export type ReportStatement = (operationName: string | undefined, ms: number) => void;

/** What is called for each good token. */
export interface TokenListener {
  /** The use of its session is to be noted. */
  readonly onUseDue: (tokenHash: Buffer, deadline: Deadline) => Promise<void>;
  /** A viewer who sees all could have read rows of others. The answer waits for it. */
  readonly onAdminRead: (viewerId: string, reads: readonly FieldRead[], operationName: string | undefined) => Promise<void>;
  readonly onToken: (tokenHash: Buffer, viewerId: string, seesAll: boolean) => void;
}

/** Reads fields from the database, all of them by one statement. */
export class Reader {
  constructor(
    private readonly compiler: Compiler,
    private readonly run: RunStatements,
    private readonly report: ReportStatement,
    private readonly tokens: TokenListener,
  ) {}

  /**
   * @param tokenHash of the token to read as, where it is another than the request's.
   * @returns the outcome of each field, in their order.
   * @throws ClientError UNAUTHENTICATED when the token is not good: then nothing is answered, not even what is public; QUERY_TOO_COMPLEX
   * when the answer is too long.
   */
  read(
    asked: readonly FieldRead[],
    request: OperationRequest,
    tokenHash = tokenHashOf(request.context),
  ): Promise<readonly Outcome[]> {
    return tokenHash === undefined ? this.readAsNobody(asked, request) : this.readAs(tokenHash, asked, request);
  }

  private async readAsNobody(asked: readonly FieldRead[], request: OperationRequest): Promise<readonly Outcome[]> {
    const reads = asked.filter(({ read }) => needOf(read) === undefined);
    const found = reads.length === 0 ? [] : await this.readAs(undefined, reads, request);
    let next = 0;
    return asked.map(({ read }) => (needOf(read) === undefined && found[next++]) || { error: tokenMissing() });
  }

  private async readAs(
    tokenHash: Buffer | undefined,
    reads: readonly FieldRead[],
    { context, operation, explanation, noteWork }: OperationRequest,
  ): Promise<readonly Outcome[]> {
    const statement = this.compiler.compile(reads, tokenHash);
    const started = performance.now();
    const row = await this.run[operation.isMutation ? "write" : "read"](statement, context, tokenHash);
    const ms = performance.now() - started;
    this.report(operation.name, ms);
    explanation?.note(statement, ms);
    const { viewer, ms: worked, outcomes } = readRowOf(row, reads, statement, tokenHash !== undefined);
    noteWork?.(worked);
    if (tokenHash !== undefined) {
      if (!viewer) throw tokenRefused();
      this.recognise(viewer, tokenHash, context);
      const noting = noteUse(this.tokens, tokenHash, viewer, reads, operation.name, context);
      if (noting) await noting;
    }
    return outcomes();
  }

  private recognise({ id, seesAll }: RowViewer, tokenHash: Buffer, context: RequestContext): void {
    // A sign-in reads by the token that it has issued, and not by that of the request.
    const isOwn = tokenHash === tokenHashOf(context);
    if (isOwn && context.viewer?.id === id && context.viewer.seesAll === seesAll) return;
    this.tokens.onToken(tokenHash, id, seesAll);
    if (isOwn) context.viewer = { id, seesAll };
  }
}

/** Notes what a viewer has used. @returns a promise only where something is written down. */
export function noteUse(
  tokens: TokenListener,
  tokenHash: Buffer,
  { id, seesAll, isUseDue }: RowViewer,
  reads: readonly FieldRead[],
  operationName: string | undefined,
  deadline: Deadline,
): Promise<void> | undefined {
  const using = isUseDue ? tokens.onUseDue(tokenHash, deadline) : undefined;
  if (!seesAll) return using;
  const noteRead = () => tokens.onAdminRead(id, reads, operationName);
  return using ? using.then(noteRead) : noteRead();
}
