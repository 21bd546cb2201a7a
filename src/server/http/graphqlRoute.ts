import type { OutgoingHttpHeaders } from "node:http";
import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../../config.js";
import { type ClientError, forgeable, notTrusted, unavailable } from "../../errors.js";
import type { Gate } from "../../gate/Gate.js";
import { networkOf } from "../../networkOf.js";
import type { RequestContext } from "../../RequestContext.js";
import { formatError } from "../answering/formatError.js";
import { bytesOfResponse } from "../answering/JsonText.js";
import type { Answer, OperationRequest } from "../answering/OperationRequest.js";
import type { Operations } from "../answering/Operations.js";
import type { OperationCache } from "../documents/OperationCache.js";
import type { TrustedDocuments } from "../documents/TrustedDocuments.js";
import { clientAddress } from "./clientAddress.js";
import { compress } from "./compress.js";
import { type CookieSettings, HttpContext } from "./HttpContext.js";
import { httpHeadOf } from "./httpHeadOf.js";
import { isForgeable } from "./isForgeable.js";
import type { logOperation } from "./logOperation.js";
import { namesTrusted } from "./namesTrusted.js";
import { readAddress } from "./readAddress.js";
import { tagPublic } from "./tagPublic.js";

/**
 * GraphQL over HTTP at /graphql, by GET and POST. Apollo sees each document once: a plain POST of one that it has let through
 * before is answered directly, in the same bytes.
 */
export function graphqlRoute(
  http: FastifyInstance,
  apollo: ApolloServer<RequestContext>,
  cache: OperationCache,
  operations: Pick<Operations, "answer">,
  gate: Pick<Gate, "isFullFor">,
  report: typeof logOperation,
  settings: CookieSettings & Pick<Config, "isCompressing">,
  trusted?: TrustedDocuments,
): void {
  const contextOf: ContextOf = (request, reply) => new HttpContext(request, reply, settings);
  const throughApollo = fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request, reply) });
  http.route({
    method: ["GET", "POST"],
    url: "/graphql",
    exposeHeadRoute: false,
    // Refused before its body is read: under a flood, each refusal has to cost less than an answer by far.
    onRequest(request, reply, done) {
      reply.header("x-request-id", request.id);
      if (gate.isFullFor(() => networkOf(clientAddress(request))))
        send(reply.header("cache-control", NOT_KEPT), FULL, JSON_TYPE);
      else done();
    },
    onSend(request, reply, payload, done) {
      const finished = request.method === "GET" ? tagPublic(request, reply, payload) : payload;
      if (!settings.isCompressing) done(null, finished);
      else compress(request, reply, finished, (error, compressed) => (error ? done(error) : done(null, compressed)));
    },
    handler(request, reply) {
      reply.header("cache-control", NOT_KEPT);
      if (request.method === "GET") request.raw.url = readAddress(request.url);
      if (settings.hasSessionCookies && isForgeable(request)) return refuse(reply, forgeable());
      if (trusted && !namesTrusted(request, trusted)) return refuse(reply, notTrusted());
      const known = knownOperation(request, reply, cache, contextOf);
      if (known) return answer(known, operations, report, reply, settings.isCompressing);
      // Apollo lets no GET in that any page could send. Without a cookie such a page can do no more than anybody, and an origin that is let in
      // is no foreign page.
      if (request.method === "GET" && (request.headers.cookie === undefined || request.headers.origin !== undefined))
        request.headers["apollo-require-preflight"] ??= "1";
      return throughApollo.call(this, request, reply);
    },
  });
}

const LONG = 65_536;
const NOT_KEPT = "private, no-store";
const JSON_TYPE = "application/json; charset=utf-8";

const refusalOf = (failure: ClientError): Answer => ({ errors: [formatError(failure)], failures: [failure] });
/** Made once: in a flood nothing may be made for each. */
const FULL = refusalOf(unavailable("full"));

const refuse = (reply: FastifyReply, failure: ClientError): FastifyReply =>
  send(reply.header("cache-control", NOT_KEPT), refusalOf(failure), JSON_TYPE);

async function answer(
  operation: OperationRequest,
  operations: Pick<Operations, "answer">,
  report: typeof logOperation,
  reply: FastifyReply,
  isCompressing: boolean,
): Promise<FastifyReply> {
  const started = performance.now();
  const result = await operations.answer(operation);
  report(operation.context, started, operation.operation.definition, result.errors);
  const { accept, "accept-encoding": encodings } = reply.request.headers;
  const type = TYPE_FOR_ACCEPT.get(accept) ?? JSON_TYPE;
  if (!isCompressing || encodings === undefined) return send(reply, result, type);
  const { status, headers } = httpHeadOf(result);
  return reply
    .code(status)
    .headers(headers)
    .type(type)
    .send(Buffer.from(bytesOfResponse(result), "latin1"));
}

/** Sends an answer past Fastify, which would decode its bytes and encode them again. */
function send(reply: FastifyReply, result: Answer, type: string): FastifyReply {
  const { status, headers } = httpHeadOf(result);
  const bytes = bytesOfResponse(result);
  const head = { ...reply.getHeaders(), ...headers, "content-type": type, "content-length": bytes.length };
  reply.hijack();
  reply.raw.writeHead(status, head as OutgoingHttpHeaders);
  // Node copies a string behind the headers, which is quick for a short one; a long one may wait for its reader, outside of the heap.
  if (bytes.length < LONG) reply.raw.end(bytes, "latin1");
  else reply.raw.end(Buffer.from(bytes, "latin1"));
  return reply;
}

const RESPONSE_TYPE = "application/graphql-response+json; charset=utf-8";

/** What Apollo would answer to these headers: no wishes, and those of Apollo Client 4, urql 5 and graphql-request 7. */
const TYPE_FOR_ACCEPT: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ["*/*", JSON_TYPE],
  ["application/json", JSON_TYPE],
  ["application/graphql-response+json,application/json;q=0.9", RESPONSE_TYPE],
  [
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed",
    RESPONSE_TYPE,
  ],
  ["application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", RESPONSE_TYPE],
]);
const PLAIN_CONTENT = /^application\/json\s*(;\s*charset=utf-8\s*)?$/i;

/** The operation of a request that has nothing about it for Apollo to decide. */
function knownOperation(
  request: FastifyRequest,
  reply: FastifyReply,
  cache: OperationCache,
  contextOf: ContextOf,
): OperationRequest | undefined {
  const { method, headers, body } = request;
  if (
    method !== "POST" ||
    headers.host === undefined ||
    !TYPE_FOR_ACCEPT.has(headers.accept) ||
    !PLAIN_CONTENT.test(headers["content-type"] ?? "")
  )
    return undefined;
  if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
  const { query, operationName, variables, ...others } = body as Record<string, unknown>;
  if (typeof query !== "string" || Object.keys(others).length > 0 || !isOptional("string", operationName)) return undefined;
  if (!isOptional("object", variables) || Array.isArray(variables)) return undefined;
  const operation = cache.find(query, operationName as string | null | undefined);
  if (!operation) return undefined;
  return { operation, variables: (variables ?? {}) as Record<string, unknown>, context: contextOf(request, reply) };
}

type ContextOf = (request: FastifyRequest, reply: FastifyReply) => RequestContext;

const isOptional = (type: string, value: unknown): boolean => value === undefined || value === null || typeof value === type;
