import { randomUUID } from "node:crypto";
import cors from "@fastify/cors";
import Fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance, LogController } from "fastify";
import type { Config } from "../../config.js";
import { ErrorCode } from "../../errors.js";
import { MAX_BODY_BYTES } from "../documents/limits.js";

/** An HTTP server that logs in JSON, answers its own failures as GraphQL errors, and has no routes yet. */
export async function httpServer(
  { corsOrigins, trustProxy }: Pick<Config, "corsOrigins" | "trustProxy">,
  log: FastifyBaseLogger,
): Promise<FastifyInstance> {
  const http = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // A logger a request costs more than a small request itself; the few lines that are written name the request.
    childLoggerFactory: (logger) => logger,
    trustProxy: [...trustProxy],
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: "idle",
    // What arrives while the service stops is answered like anything else.
    return503OnClosing: false,
  });
  if (corsOrigins.length > 0) await http.register(cors, { origin: [...corsOrigins], methods: ["GET", "POST"], maxAge: 86_400 });
  http.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ reqId: request.id, code: error.code }, "request failed");
    return reply.code(status).send(graphQLErrors(status));
  });
  http.setNotFoundHandler((_request, reply) => reply.code(404).send(graphQLErrors(404)));
  return http;
}

const MESSAGES: Record<number, string> = {
  400: 'The body is not valid JSON. Send {"query": "…", "variables": {…}} as application/json.',
  404: "There is nothing here. The API is at /graphql.",
  413: `The body is larger than ${MAX_BODY_BYTES / 1024} KB. Send less at once.`,
  415: "Send the body as application/json.",
};

function graphQLErrors(status: number) {
  const isOurs = status >= 500;
  const code = isOurs ? ErrorCode.INTERNAL_SERVER_ERROR : "BAD_REQUEST";
  const message = MESSAGES[status] ?? (isOurs ? "Something went wrong on our side. Try again." : "The request cannot be read.");
  return { errors: [{ message, extensions: { code } }] };
}
