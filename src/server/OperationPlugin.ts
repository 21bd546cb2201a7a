import type { ApolloServerPlugin, GraphQLResponse } from "@apollo/server";
import { HeaderMap } from "@apollo/server";
import { GraphQLError, type GraphQLSchema, OperationTypeNode } from "graphql";
import { readVariables } from "../compiler/readVariables.js";
import { badInput, tokenRefused } from "../errors.js";
import { clientErrorOf, formatError } from "./formatError.js";
import { httpStatusOf } from "./httpStatusOf.js";
import type { Mutations } from "./Mutations.js";
import type { Answer, Operation } from "./Operation.js";
import type { OperationCache } from "./OperationCache.js";
import type { Queries } from "./Queries.js";
import type { RequestContext } from "./RequestContext.js";

/** Answers validated operations in the place of Apollo's executor, so that PostgreSQL's JSON goes out as it came. */
export class OperationPlugin {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly cache: OperationCache,
    private readonly queries: Queries,
    private readonly mutations: Mutations,
  ) {}

  readonly plugin: ApolloServerPlugin<RequestContext> = {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, queryHash, operation, request, contextValue }) =>
        operation
          ? this.respond({
              document,
              documentHash: queryHash ?? "",
              definition: operation,
              variables: request.variables ?? {},
              context: contextValue,
            })
          : null,
    }),
  };

  private async respond(operation: Operation): Promise<GraphQLResponse> {
    const { errors, data, failure } = await this.answer(operation).catch(
      (error: unknown): Answer => ({ errors: [formatError(error)], failure: error }),
    );
    if (failure !== undefined && !clientErrorOf(failure)) logFailure(failure, operation.context);
    const headers = new HeaderMap();
    const retryAfter = clientErrorOf(failure)?.details.retryAfterSeconds;
    if (retryAfter !== undefined) headers.set("retry-after", String(retryAfter));
    return {
      http: { headers, status: data ? undefined : httpStatusOf(failure, data === undefined) },
      body: { kind: "single", singleResult: { ...(errors && { errors }), ...(data !== undefined && { data: data as never }) } },
    };
  }

  private async answer(operation: Operation): Promise<Answer> {
    const { document, documentHash, definition, context } = operation;
    if (context.credentials.kind === "malformed") throw tokenRefused();
    const { values, problems } = readVariables(this.schema, definition, operation.variables);
    if (problems.length > 0) throw badInput(problems);
    const cached = this.cache.selectionOf(document, documentHash, definition, values);
    const answerer = definition.operation === OperationTypeNode.MUTATION ? this.mutations : this.queries;
    return answerer.answer(operation, values, cached);
  }
}

/** The stack says where in our code; the message is left out, because a driver's quotes rows. */
function logFailure(failure: unknown, { log }: RequestContext): void {
  const cause = failure instanceof GraphQLError ? (failure.originalError ?? failure) : failure;
  const { name, stack, code } =
    cause instanceof Error ? (cause as Error & { code?: string }) : { name: typeof cause, stack: "", code: "" };
  log.error({ error: name, code, at: stack?.split("\n").filter((line) => /^\s+at /.test(line)) }, "operation failed");
}
