import { type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import type { GraphQLFormattedError } from "graphql";
import { errorsOf, formatError } from "../answering/formatError.js";
import { httpHeadOf } from "../answering/httpHeadOf.js";
import type { Operations } from "../answering/Operations.js";
import type { RequestContext } from "../request/RequestContext.js";
import { notStreamed } from "./notStreamed.js";
import type { OperationCache } from "./OperationCache.js";

/** Answers what Apollo has parsed and validated, instead of its executor, and keeps the operation for direct answers. */
export function operationPlugin(
  cache: OperationCache,
  operations: Pick<Operations, "answer">,
  isLive: boolean,
): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async ({ request: sent }) => {
      // Clients without a name often send an empty one.
      if (sent.operationName === "") delete sent.operationName;
      return {
        responseForOperation: async ({ document, operation: definition, source, request, contextValue: context }) => {
          if (!definition) return null;
          const { operationName, variables = {} } = request;
          const operation = cache.find(source, operationName) ?? cache.add(source, operationName, document, definition);
          // Who takes a stream has it before Apollo sees the request.
          if (operation.liveAs !== undefined) return refused(400, formatError(notStreamed(isLive)));
          const answer = await operations.answer({ operation, variables, context });
          const { status, headers } = httpHeadOf(answer);
          const errors = errorsOf(answer);
          const { data, extensions } = answer;
          return {
            http: { status, headers: new HeaderMap(Object.entries(headers)) },
            body: {
              kind: "single",
              singleResult: {
                ...(errors && { errors }),
                ...(data !== undefined && { data: data as never }),
                ...(extensions && { extensions }),
              },
            },
          };
        },
      };
    },
  };
}

const refused = (status: number, error: GraphQLFormattedError) => ({
  http: { status, headers: new HeaderMap() },
  body: { kind: "single" as const, singleResult: { errors: [error] } },
});
