import type { OutgoingHttpHeaders } from "node:http";
import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../../config.js";
import { type ClientError, forgeable, notTrusted, unavailable } from "../../errors.js";
import { networkOf } from "../../networkOf.js";
import type { RequestContext } from "../../RequestContext.js";
import type { Answer, OperationRequest } from "../answering/OperationRequest.js";
import type { Operations } from "../answering/Operations.js";
import type { OperationCache } from "../documents/OperationCache.js";
import type { TrustedDocuments } from "../documents/TrustedDocuments.js";
import { clientAddress } from "./clientAddress.js";
import { compressReply } from "./compressReply.js";
import { type CookieSettings, HttpContext } from "./HttpContext.js";
import { isForgeable } from "./isForgeable.js";
import { knownRequest } from "./knownRequest.js";
import type { logOperation } from "./logOperation.js";
import { namesTrusted } from "./namesTrusted.js";
import { readAddress } from "./readAddress.js";
import { sendAnswer } from "./sendAnswer.js";
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
  refusesAtOnce: (network: () => string) => boolean,
  report: typeof logOperation,
  settings: CookieSettings & Pick<Config, "isCompressing">,
  trusted?: TrustedDocuments,
): void {
  const contextOf = (request: FastifyRequest, reply: FastifyReply) => new HttpContext(request, reply, settings);
  const throughApollo = fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request, reply) });
  http.route({
    method: ["GET", "POST"],
    url: "/graphql",
    exposeHeadRoute: false,
    // Refused before its body is read: under a flood, each refusal has to cost less than an answer by far.
    onRequest(request, reply, done) {
      reply.headers({ "x-request-id": request.id, "cache-control": NOT_KEPT });
      if (refusesAtOnce(() => networkOf(clientAddress(request)))) send(reply, FULL);
      else done();
    },
    onSend(request, reply, payload, done) {
      const finished = request.method === "GET" ? tagPublic(request, reply, payload) : payload;
      if (settings.isCompressing) compressReply(request, reply, finished, done);
      else done(null, finished);
    },
    handler(request, reply) {
      if (request.method === "GET") request.raw.url = readAddress(request.url);
      if (settings.hasSessionCookies && isForgeable(request)) return refuse(reply, forgeable());
      if (trusted && !namesTrusted(request, trusted)) return refuse(reply, notTrusted());
      const known = request.method === "POST" ? knownRequest(cache, request.headers, request.body) : undefined;
      if (known) return answer({ ...known, context: contextOf(request, reply) }, known.type, reply);
      // Apollo lets no GET in that any page could send. Without a cookie such a page can do no more than anybody, and an origin that is let in
      // is no foreign page.
      if (request.method === "GET" && (request.headers.cookie === undefined || request.headers.origin !== undefined))
        request.headers["apollo-require-preflight"] ??= "1";
      return throughApollo.call(this, request, reply);
    },
  });

  function answer(request: OperationRequest, type: string, reply: FastifyReply): void {
    const started = performance.now();
    operations.answer(request).then(
      (found) => {
        const accepted = settings.isCompressing ? reply.request.headers["accept-encoding"] : undefined;
        const errors = send(reply, found, type, accepted);
        report(request.context, started, request.operation.definition, errors);
      },
      (error: unknown) => void reply.send(error),
    );
  }
}

const NOT_KEPT = "private, no-store";
const JSON_TYPE = "application/json; charset=utf-8";

const refusalOf = (error: ClientError): Answer => ({ failures: [{ error }] });
/** Made once: in a flood nothing may be made for each. */
const FULL = refusalOf(unavailable("full"));
const refuse = (reply: FastifyReply, failure: ClientError): void => void send(reply, refusalOf(failure));

function send(reply: FastifyReply, answer: Answer, type = JSON_TYPE, accepted?: string): ReturnType<typeof sendAnswer> {
  reply.hijack();
  const head = { ...reply.getHeaders(), "content-type": type } as OutgoingHttpHeaders;
  return sendAnswer(reply.raw, answer, head, accepted);
}
