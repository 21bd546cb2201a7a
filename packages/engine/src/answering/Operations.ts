import type { BoundField } from "../compiler/BoundField.js";
import { sqlStateOf } from "../database/sqlStateOf.js";
import { sqlStates } from "../database/sqlStates.js";
import { badInput, ClientError, TokenReason, tokenRefused, unavailable } from "../errors.js";
import { traced } from "../metrics/traced.js";
import type { RequestContext } from "../request/RequestContext.js";
import type { CostControl } from "./CostControl.js";
import { Explanation, type RunExplain } from "./Explanation.js";
import { loggedOf } from "./loggedOf.js";
import type { Mutations } from "./Mutations.js";
import type { Answer, Failure, OperationRequest } from "./OperationRequest.js";
import type { Queries } from "./Queries.js";
import { usedRows } from "./usedRows.js";

/** What is called for each operation that this process answers. */
export interface OperationListener {
  /** An operation is about to be answered. */
  readonly noteOperation?: () => void;
  /** A mutation has been carried out. */
  readonly noteMutation?: (context: RequestContext) => void;
}

const MISTAKEN = "The service has a mistake in its code, which its log tells. The operator has to bring back the last release.";

const UNMIGRATED = "The database lacks tables of this release. Try again later; the operator has to run the migrations.";

/** Answers valid operations. Whatever fails becomes part of the answer. */
export class Operations {
  /**
   * @param mistakes of programmers, found at start. While there are any, no operation is answered.
   * @param explain explains a statement; absent where no client may ask for that.
   */
  constructor(
    private readonly queries: Queries,
    private readonly mutations: Mutations,
    private readonly costs: CostControl,
    private readonly mistakes: readonly string[],
    private readonly readsPublicOnly: (roots: readonly BoundField[]) => boolean,
    private readonly explain?: RunExplain,
    private readonly listener: OperationListener = {},
  ) {}

  /** In a span, where somebody traces. */
  answer(request: OperationRequest): Promise<Answer> {
    const { isMutation, name } = request.operation;
    const kind = isMutation ? "mutation" : "query";
    const attributes = () => ({
      "graphql.operation.type": kind,
      ...(name !== undefined && { "graphql.operation.name": name }),
    });
    return traced(kind, attributes, () => this.answerOrExplain(request));
  }

  private answerOrExplain(request: OperationRequest): Promise<Answer> {
    const { explain } = this;
    return explain && request.context.asksExplanation ? this.explained(explain, request) : this.carryOut(request);
  }

  private async explained(explain: RunExplain, request: OperationRequest): Promise<Answer> {
    const explanation = new Explanation();
    const answer = await this.carryOut({ ...request, explanation });
    const told = await explanation.tell(explain, request.context);
    return { ...answer, extensions: { ...answer.extensions, explain: told } };
  }

  private async carryOut(request: OperationRequest): Promise<Answer> {
    const { operation, context, variables } = request;
    this.listener.noteOperation?.();
    let answer: Answer;
    try {
      if (this.mistakes.length > 0) throw unavailable("down", { message: MISTAKEN });
      if (context.credentials.kind === "malformed") throw tokenRefused();
      const { roots, problems } = operation.bind(variables);
      if (problems.length > 0) throw badInput(problems);
      answer = await this.counted(request, roots);
      if (context.mayBeShared && !operation.isMutation && this.readsPublicOnly(roots)) answer = { ...answer, isPublic: true };
    } catch (error) {
      answer = refusedAs(error);
    }
    if (operation.isMutation) this.listener.noteMutation?.(context);
    if (answer.failures.length === 0) return answer;
    for (const { error } of answer.failures) note(error, context);
    return answer.failures.some(lacksTable) ? { ...answer, failures: answer.failures.map(notMigrated) } : answer;
  }

  /** Answers these root fields, and counts their use. @throws ClientError when they cost too much. */
  private async counted(request: OperationRequest, roots: readonly BoundField[]): Promise<Answer> {
    const { operation, context } = request;
    const admitted = this.costs.admit(roots, operation.isMutation, context);
    const started = performance.now();
    let databaseMs = 0;
    const noteWork = (ms: number) => {
      databaseMs += ms;
    };
    const answerer = operation.isMutation ? this.mutations : this.queries;
    let answer: Answer;
    try {
      answer = await answerer.answer({ ...request, noteWork }, roots);
    } catch (error) {
      answer = refusedAs(error);
    }
    const estimate = this.costs.rowsFor(context, admitted.cost);
    const { failures, isAnswered } = answer;
    const ms = performance.now() - started;
    const used = usedRows({ estimate, writes: admitted.writes, databaseMs, ms, failures, isAnswered });
    this.costs.settle(admitted, context, used);
    if (!context.asksCost) return answer;
    const cost = { rows: estimate, bytes: Math.ceil(admitted.cost.bytes), used, limit: this.costs.limit };
    return { ...answer, extensions: { cost } };
  }
}

/** Statements name the tables of entities alone, so a table is missing where a migration has not run. */
const lacksTable = ({ error }: Failure): boolean => sqlStateOf(error) === sqlStates.undefinedTable;
const notMigrated = (failure: Failure): Failure =>
  lacksTable(failure) ? { ...failure, error: unavailable("down", { message: UNMIGRATED }) } : failure;

const refusedAs = (error: unknown): Answer => ({ failures: [{ error }] });

function note(error: unknown, { sessionCookie, log, requestId }: RequestContext): void {
  if (!(error instanceof ClientError)) log.error({ reqId: requestId, ...loggedOf(error) }, "operation failed");
  // A script cannot drop the cookie, and each of its requests would be refused.
  else if (error.details.reason === TokenReason.TOKEN_ENDED) sessionCookie?.forget();
}
