import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import { formatError } from "../answering/formatError.js";
import { stringifyResponse } from "../answering/JsonText.js";
import type { RequestContext } from "../request/RequestContext.js";
import { limitRules } from "./limitRules.js";
import { MAX_TOKENS } from "./limits.js";
import type { PersistedQueryCache } from "./PersistedQueryCache.js";

/** Apollo Server parses, validates, limits and speaks GraphQL over HTTP; our plugin carries the operations out. */
export function apolloServer(
  schema: GraphQLSchema,
  hasIntrospection: boolean,
  persistedQueries: PersistedQueryCache | false,
  plugins: ApolloServerPlugin<RequestContext>[],
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    // Its landing page would load scripts of another company into browsers.
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), ...plugins],
    introspection: hasIntrospection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: persistedQueries && { cache: persistedQueries, ttl: null },
    // Apollo would keep each document whole, with all texts written into it. OperationCache keeps recurring ones.
    documentStore: null,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !hasIntrospection,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [...limitRules],
    stringifyResult: (result) => stringifyResponse(result),
    formatError: (_formatted, error) => formatError(error, {}, hasIntrospection),
  });
}
