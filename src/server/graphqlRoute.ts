import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance } from "fastify";
import type { RequestContext } from "./RequestContext.js";
import { readCredentials } from "./readCredentials.js";

/** GraphQL over HTTP at /graphql, by GET and POST. A browser that asks for a page is left to the playground's route. */
export function graphqlRoute(http: FastifyInstance, apollo: ApolloServer<RequestContext>): void {
  http.route({
    method: ["GET", "POST"],
    url: "/graphql",
    handler: fastifyApolloHandler(apollo, {
      context: async ({ headers, log }) => ({ credentials: readCredentials(headers.authorization), log }),
    }),
  });
}
