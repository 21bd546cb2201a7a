import type { ApolloServerPlugin } from "@apollo/server";
import type { RequestContext } from "../request/RequestContext.js";
import type { logOperation } from "./logOperation.js";

/** Reports operations that pass Apollo, refused documents too. */
export function reportApolloOperations(report: typeof logOperation): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => {
      const started = performance.now();
      return {
        willSendResponse: async ({ contextValue, operation, response: { body } }) =>
          report(contextValue, started, operation, body.kind === "single" ? body.singleResult.errors : undefined),
      };
    },
  };
}
