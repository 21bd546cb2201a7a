import type { ApolloServerPlugin } from "@apollo/server";
import type { RequestContext } from "./RequestContext.js";

/** One line an operation: its name, kind, duration and what went wrong by code. Never its text or its variables. */
export const logOperations: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => {
    const started = performance.now();
    return {
      willSendResponse: async ({ contextValue, operation, operationName, response }) => {
        const errors = response.body.kind === "single" ? response.body.singleResult.errors : undefined;
        contextValue.log.info(
          {
            operation: operationName ?? undefined,
            kind: operation?.operation,
            ms: Math.round(performance.now() - started),
            ...(errors && { codes: errors.map(({ extensions }) => extensions?.code) }),
          },
          "operation",
        );
      },
    };
  },
};
