import type { BoundField } from "../../compiler/BoundField.js";
import { badInput, TokenReason, tokenRefused, unavailable } from "../../errors.js";
import type { RequestContext } from "../../RequestContext.js";
import { traced } from "../metrics/traced.js";
import type { CostControl } from "./CostControl.js";
import { Explanation, type RunExplain } from "./Explanation.js";
import { clientErrorOf, formatError } from "./formatError.js";
import { loggedOf } from "./loggedOf.js";
import type { Mutations } from "./Mutations.js";
import type { Answer, OperationRequest } from "./OperationRequest.js";
import type { Queries } from "./Queries.js";

const MISTAKEN = "The service has a mistake in its code, which its log tells. The operator has to bring back the last release.";

/** Answers valid operations. Whatever fails becomes part of the answer. */
export class Operations {
  /**
   * @param mistakes of programmers, found at start. Where there are any, nothing is answered.
   * @param explain runs what PostgreSQL is asked about a statement; absent where no client may ask.
   */
  constructor(
    private readonly queries: Queries,
    private readonly mutations: Mutations,
    private readonly costs: CostControl,
    private readonly mistakes: readonly string[],
    private readonly readsPublicOnly: (roots: readonly BoundField[]) => boolean,
    private readonly explain?: RunExplain,
  ) {}

  /** In a span, where somebody traces. */
  answer(request: OperationRequest): Promise<Answer> {
    const { isMutation, name } = request.operation;
    const kind = isMutation ? "mutation" : "query";
    const attributes = { "graphql.operation.type": kind, ...(name !== undefined && { "graphql.operation.name": name }) };
    return traced(kind, attributes, () => this.answerOrExplain(request));
  }

  private async answerOrExplain(request: OperationRequest): Promise<Answer> {
    if (this.explain === undefined || !request.context.asksExplanation) return this.answerPlainly(request);
    const explanation = new Explanation();
    const answer = await this.answerPlainly({ ...request, explanation });
    const explain = await explanation.tell(this.explain, request.context);
    return { ...answer, extensions: { ...answer.extensions, explain } };
  }

  private async answerPlainly(request: OperationRequest): Promise<Answer> {
    const answer = await this.carryOut(request).catch(
      (error: unknown): Answer => ({ errors: [formatError(error)], failures: [error] }),
    );
    // A script cannot drop the cookie, and each of its requests would be refused.
    if (answer.failures?.some(isEndOfToken)) request.context.sessionCookie?.forget();
    for (const failure of answer.failures ?? []) if (!clientErrorOf(failure)) logFailure(failure, request.context);
    return answer;
  }

  private async carryOut(request: OperationRequest): Promise<Answer> {
    const { operation, context, variables } = request;
    if (this.mistakes.length > 0) throw unavailable("down", { message: MISTAKEN });
    if (context.credentials.kind === "malformed") throw tokenRefused();
    const { roots, problems } = operation.bind(variables);
    if (problems.length > 0) throw badInput(problems);
    const cost = this.costs.admit(roots, operation.isMutation, context);
    const answerer = operation.isMutation ? this.mutations : this.queries;
    const answer = await answerer.answer(request, roots);
    if (context.mayBeShared && !operation.isMutation && this.readsPublicOnly(roots)) return { ...answer, isPublic: true };
    return context.asksCost ? { ...answer, extensions: { cost: { ...cost, limit: this.costs.limit } } } : answer;
  }
}

const isEndOfToken = (failure: unknown) => clientErrorOf(failure)?.details.reason === TokenReason.TOKEN_ENDED;

const logFailure = (failure: unknown, { log, requestId }: RequestContext): void =>
  log.error({ reqId: requestId, ...loggedOf(failure) }, "operation failed");
