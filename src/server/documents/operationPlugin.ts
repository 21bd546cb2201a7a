import { type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import type { RequestContext } from "../../RequestContext.js";
import type { Operations } from "../answering/Operations.js";
import { httpHeadOf } from "../http/httpHeadOf.js";
import type { KnownOperations } from "./KnownOperations.js";

/** Answers what Apollo has parsed and validated, in the place of its executor, and remembers it for the direct way. */
export function operationPlugin(
  known: KnownOperations,
  operations: Pick<Operations, "answer">,
): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, operation, source, request, contextValue: context }) => {
        if (!operation) return null;
        const { operationName, variables = {} } = request;
        const found = known.find(source, operationName) ?? known.learn(source, operationName, document, operation);
        const answer = await operations.answer({ known: found, variables, context });
        const { status, headers } = httpHeadOf(answer);
        const { errors, data } = answer;
        return {
          http: { status, headers: new HeaderMap(Object.entries(headers)) },
          body: {
            kind: "single",
            singleResult: { ...(errors && { errors }), ...(data !== undefined && { data: data as never }) },
          },
        };
      },
    }),
  };
}
