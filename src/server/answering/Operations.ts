import { GraphQLError, type GraphQLSchema, OperationTypeNode } from "graphql";
import { readVariables } from "../../compiler/readVariables.js";
import { badInput, tokenRefused } from "../../errors.js";
import type { RequestContext } from "../../RequestContext.js";
import { clientErrorOf, formatError } from "./formatError.js";
import type { Mutations } from "./Mutations.js";
import type { Answer, Operation } from "./Operation.js";
import type { Queries } from "./Queries.js";

/** Answers valid operations. Whatever fails becomes part of the answer. */
export class Operations {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly queries: Queries,
    private readonly mutations: Mutations,
  ) {}

  async answer(operation: Operation): Promise<Answer> {
    const answer = await this.carryOut(operation).catch(
      (error: unknown): Answer => ({ errors: [formatError(error)], failure: error }),
    );
    const { failure } = answer;
    if (failure !== undefined && !clientErrorOf(failure)) logFailure(failure, operation.context);
    return answer;
  }

  private async carryOut(operation: Operation): Promise<Answer> {
    const { known, context, variables } = operation;
    if (context.credentials.kind === "malformed") throw tokenRefused();
    const { values, problems } = readVariables(this.schema, known.definition, variables);
    if (problems.length > 0) throw badInput(problems);
    const answerer = known.definition.operation === OperationTypeNode.MUTATION ? this.mutations : this.queries;
    return answerer.answer(operation, values, known.selectionFor(values));
  }
}

/** The stack says where in our code; the message is left out, because a driver's quotes rows. */
function logFailure(failure: unknown, { log, requestId }: RequestContext): void {
  const cause = failure instanceof GraphQLError ? (failure.originalError ?? failure) : failure;
  const { name, stack, code } =
    cause instanceof Error ? (cause as Error & { code?: string }) : { name: typeof cause, stack: "", code: "" };
  log.error(
    { reqId: requestId, error: name, code, at: stack?.split("\n").filter((line) => /^\s+at /.test(line)) },
    "operation failed",
  );
}
