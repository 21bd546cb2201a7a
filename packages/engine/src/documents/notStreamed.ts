import { GraphQLError } from "graphql";

const HOW = "Subscriptions are answered as text/event-stream or multipart/mixed. Send an Accept header with one of them.";
const OFF = "Live queries are turned off here. Ask again now and then, with updatedAfter to find what has changed.";

/** Of a subscription that is asked for in JSON, or where live queries are turned off. */
export const notStreamed = (isLive: boolean): GraphQLError =>
  new GraphQLError(isLive ? HOW : OFF, { extensions: { code: "BAD_REQUEST" } });
