import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { MayCall } from "./originRule.js";

/** How many refused origins the log names, each once. */
const MAX_TOLD = 20;

/**
 * Refuses requests of pages that may not call the API before they are read, a browser's preflight too. Otherwise a page could not read
 * the answer, but its request would run, and no log would say what to do.
 */
export function refuseOrigins(http: FastifyInstance, mayCall: MayCall, refuse: (reply: FastifyReply) => FastifyReply): void {
  const told = new Set<string>();
  http.addHook("onRequest", (request, reply, done) => {
    const { origin } = request.headers;
    if (origin === undefined || mayCall(origin) || !request.url.startsWith("/graphql") || isOwn(origin, request)) return done();
    const page = URL.canParse(origin) ? new URL(origin).origin : "null";
    if (told.size < MAX_TOLD && !told.has(page)) {
      told.add(page);
      http.log.warn({ origin: page }, "A web page was refused. Add its origin to CORS_ORIGINS if it may call the API.");
    }
    refuse(reply);
  });
}

/** Whether the page is the service's own, such as the playground. */
const isOwn = (origin: string, { host }: FastifyRequest): boolean => URL.canParse(origin) && new URL(origin).host === host;
