import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ClientError, notTrusted, overloaded } from "../../errors.js";
import type { RequestContext } from "../../RequestContext.js";
import { formatError } from "../answering/formatError.js";
import { stringifyResponse } from "../answering/JsonText.js";
import type { OperationRequest } from "../answering/OperationRequest.js";
import type { OperationCache } from "../documents/OperationCache.js";
import type { TrustedDocuments } from "../documents/TrustedDocuments.js";
import type { Admission } from "./Admission.js";
import { HttpContext } from "./HttpContext.js";
import { httpHeadOf } from "./httpHeadOf.js";
import type { logOperation } from "./logOperation.js";
import { namesTrusted } from "./namesTrusted.js";

/**
 * GraphQL over HTTP at /graphql, by GET and POST. Apollo sees each document once: a plain POST of one that it has let through
 * before is answered directly, in the same bytes.
 */
export function graphqlRoute(
  http: FastifyInstance,
  apollo: ApolloServer<RequestContext>,
  cache: OperationCache,
  admission: Admission,
  report: typeof logOperation,
  trusted?: TrustedDocuments,
): void {
  const throughApollo = fastifyApolloHandler(apollo, { context: async (request, reply) => new HttpContext(request, reply) });
  http.route({
    method: ["GET", "POST"],
    url: "/graphql",
    exposeHeadRoute: false,
    // Refused before its body is read: under a flood, each refusal has to cost less than an answer by far.
    onRequest(_request, reply, done) {
      if (admission.refusesMore()) refuse(reply, overloaded());
      else done();
    },
    handler(request, reply) {
      reply.header("cache-control", "no-store");
      if (trusted && !namesTrusted(request, trusted)) return refuse(reply, notTrusted());
      const known = knownOperation(request, reply, cache);
      return known ? answer(known, admission, report, reply) : throughApollo.call(this, request, reply);
    },
  });
}

function refuse(reply: FastifyReply, failure: ClientError): FastifyReply {
  const { status, headers } = httpHeadOf({ failures: [failure] });
  const body = stringifyResponse({ errors: [formatError(failure)] });
  return reply
    .code(status)
    .headers({ ...headers, "cache-control": "no-store" })
    .type(JSON_TYPE)
    .send(body);
}

const JSON_TYPE = "application/json; charset=utf-8";
const LONG = 8_192;

async function answer(
  request: OperationRequest,
  admission: Admission,
  report: typeof logOperation,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const started = performance.now();
  const result = await admission.answer(request);
  report(request.context, started, request.operation.definition, result.errors);
  const { status, headers } = httpHeadOf(result);
  const text = stringifyResponse(result);
  // A long text would be copied behind the headers; a short one as bytes only takes more memory.
  const body = text.length < LONG ? text : Buffer.from(text);
  return reply.code(status).headers(headers).type(JSON_TYPE).send(body);
}

const PLAIN_ACCEPT: ReadonlySet<string | undefined> = new Set([undefined, "*/*", "application/json"]);
const PLAIN_CONTENT = /^application\/json\s*(;\s*charset=utf-8\s*)?$/i;

/** The operation of a request that has nothing about it for Apollo to decide. */
function knownOperation(request: FastifyRequest, reply: FastifyReply, cache: OperationCache): OperationRequest | undefined {
  const { method, headers, body } = request;
  if (
    method !== "POST" ||
    headers.host === undefined ||
    !PLAIN_ACCEPT.has(headers.accept) ||
    !PLAIN_CONTENT.test(headers["content-type"] ?? "")
  )
    return undefined;
  if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
  const { query, operationName, variables, ...others } = body as Record<string, unknown>;
  if (typeof query !== "string" || Object.keys(others).length > 0 || !isOptional("string", operationName)) return undefined;
  if (!isOptional("object", variables) || Array.isArray(variables)) return undefined;
  const operation = cache.find(query, operationName as string | null | undefined);
  if (!operation) return undefined;
  return { operation, variables: (variables ?? {}) as Record<string, unknown>, context: new HttpContext(request, reply) };
}

const isOptional = (type: string, value: unknown): boolean => value === undefined || value === null || typeof value === type;
