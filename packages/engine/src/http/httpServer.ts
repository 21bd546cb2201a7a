import { randomUUID } from "node:crypto";
import cors from "@fastify/cors";
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, LogController } from "fastify";
import type { ApiSettings } from "../ApiSettings.js";
import { formatError } from "../answering/formatError.js";
import { httpHeadOf } from "../answering/httpHeadOf.js";
import { ClientError } from "../errors.js";
import type { ServiceLog } from "../ServiceLog.js";
import { fastifyLog } from "./fastifyLog.js";
import { hostRule } from "./hostRule.js";
import { limitConnections } from "./limitConnections.js";
import { originRule } from "./originRule.js";
import { proxyRule } from "./proxyRule.js";
import type { RequestError } from "./RequestError.js";
import { readJson } from "./readJson.js";
import { readJsonBodies } from "./readJsonBodies.js";
import { refuseOrigins } from "./refuseOrigins.js";
import { refuseRaw } from "./refuseRaw.js";
import { type RequestReason, requestRefusals } from "./requestRefusals.js";
import { securePages } from "./securePages.js";

/** How long a request may take to arrive, from its first byte to its last; a dripping request is ended then. */
export const ARRIVAL_MS = 12_000;
const CHECK_MS = 1_000;

const JSON_TYPE = "application/json; charset=utf-8";

export interface HttpServerSettings
  extends Pick<ApiSettings, "allowedHosts" | "connections" | "corsOrigins" | "hasSessionCookies" | "trustProxy"> {
  readonly maxBodyBytes: number;
  /** How long the longest kind of request may take to arrive, where that is more: SlowSenders ends the others. */
  readonly longestArrivalMs?: number | undefined;
}

/** An HTTP server that logs in JSON, answers its own failures as GraphQL errors, and has no routes yet. */
export async function httpServer(
  {
    allowedHosts,
    connections,
    corsOrigins,
    hasSessionCookies,
    trustProxy,
    maxBodyBytes,
    longestArrivalMs = ARRIVAL_MS,
  }: HttpServerSettings,
  log: ServiceLog,
): Promise<FastifyInstance> {
  const textOf = requestRefusals(maxBodyBytes);
  const refuse = (reply: FastifyReply, status: number, ...reason: [RequestReason?]) =>
    reply
      .code(status)
      .type(JSON_TYPE)
      .send(textOf(status, ...reason));
  const isProxy = proxyRule(trustProxy);
  const http = Fastify({
    loggerInstance: fastifyLog(log),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // A logger a request costs more than a small request itself; the few lines that are written name the request.
    childLoggerFactory: (logger) => logger,
    trustProxy: isProxy,
    bodyLimit: maxBodyBytes,
    forceCloseConnections: "idle",
    // Requests that arrive while the service stops are answered like others.
    return503OnClosing: false,
    requestTimeout: longestArrivalMs,
    // Node would refuse a request without a host by an empty answer.
    http: { connectionsCheckingInterval: CHECK_MS, headersTimeout: ARRIVAL_MS, requireHostHeader: false },
    clientErrorHandler: (error, socket) => refuseRaw(error, socket, textOf),
    frameworkErrors: (_error, _request, reply) => void refuse(reply as FastifyReply, 400, "url"),
  });
  limitConnections(http.server, connections, isProxy, log);
  http.server.on("checkExpectation", (_request, answer) => {
    const text = textOf(417);
    const headers = { "content-type": JSON_TYPE, "content-length": Buffer.byteLength(text), connection: "close" };
    answer.writeHead(417, headers).end(text);
  });
  securePages(http);
  readJsonBodies(http, readJson(http));
  const isOwnHost = hostRule(allowedHosts);
  http.addHook("onRequest", ({ url, host }, reply, done) => {
    // Probes say any name.
    if (isOwnHost(host) || url === "/healthz" || url === "/readyz") done();
    else refuse(reply, 421, "name");
  });
  const mayCall = originRule(corsOrigins);
  refuseOrigins(http, mayCall, (reply) => refuse(reply.header("vary", "origin"), 403, "origin"));
  if (corsOrigins.length > 0)
    await http.register(cors, {
      origin: (origin, decide) => decide(null, origin !== undefined && mayCall(origin)),
      credentials: hasSessionCookies,
      methods: ["GET", "POST", "PUT"],
      exposedHeaders: ["retry-after", "x-request-id"],
      maxAge: 86_400,
      strictPreflight: false,
    });
  http.setErrorHandler((error: FastifyError & Pick<RequestError, "reason">, request, reply) => {
    if (error instanceof ClientError) {
      const { status, headers } = httpHeadOf({ failures: [{ error }] });
      return reply
        .code(status)
        .headers(headers)
        .send({ errors: [formatError(error)] });
    }
    if (error.code === "ERR_INVALID_URL") return refuse(reply, 400, "host");
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ reqId: request.id, code: error.code }, "request failed");
    return refuse(reply, status, error.reason);
  });
  http.setNotFoundHandler(({ url }, reply) =>
    /^\/graphql(\?|$)/.test(url) ? refuse(reply.header("allow", "GET, POST"), 405) : refuse(reply, 404),
  );
  return http;
}
