import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ApiSettings } from "../ApiSettings.js";
import type { Answer, OperationRequest } from "../answering/OperationRequest.js";
import type { Operations } from "../answering/Operations.js";
import type { OperationCache } from "../documents/OperationCache.js";
import type { TrustedDocuments } from "../documents/TrustedDocuments.js";
import { type ClientError, forgeable, notTrusted, secondsToWait, unavailable } from "../errors.js";
import type { Gate } from "../gate/Gate.js";
import type { KnownViewer, RequestContext } from "../request/RequestContext.js";
import { compressReply } from "./compressReply.js";
import { HttpContext } from "./HttpContext.js";
import { hostRule } from "./hostRule.js";
import { isForgeable } from "./isForgeable.js";
import { knownRequest } from "./knownRequest.js";
import type { logOperation } from "./logOperation.js";
import { namesTrusted } from "./namesTrusted.js";
import { networkOfRequest } from "./networkOfRequest.js";
import { PlainRequest } from "./PlainRequest.js";
import { pastFastify } from "./pastFastify.js";
import { proxyRule } from "./proxyRule.js";
import { readAddress } from "./readAddress.js";
import { readJson } from "./readJson.js";
import { SessionCookie } from "./SessionCookie.js";
import { sendAnswer } from "./sendAnswer.js";
import { tagPublic } from "./tagPublic.js";

interface GraphqlSettings
  extends Pick<ApiSettings, "allowedHosts" | "hasSessionCookies" | "isProduction" | "isCompressing" | "trustProxy"> {
  /** The name of the cookie of a session, and of the header that asks for it. */
  readonly cookie: string;
}

/** Answers a request for a stream, and says by false that it is none. */
type AnswerStream = (request: FastifyRequest, reply: FastifyReply, contextOf: () => RequestContext) => boolean;

/** Whether more requests can wait at all, and whether another one of a network would be refused. */
type RouteGate = Pick<Gate, "isCrowded" | "isFullFor">;

/**
 * GraphQL over HTTP at /graphql, by GET and POST. Apollo sees each document once: a later plain POST of an accepted document is answered
 * directly, in the same bytes.
 */
export function graphqlRoute(
  http: FastifyInstance,
  apollo: ApolloServer<RequestContext>,
  cache: OperationCache,
  operations: Pick<Operations, "answer">,
  gate: RouteGate,
  viewerOf: (tokenHash: Buffer) => KnownViewer | undefined,
  answerStream: AnswerStream,
  report: typeof logOperation,
  { allowedHosts, cookie, hasSessionCookies, isProduction, isCompressing, trustProxy }: GraphqlSettings,
  trusted?: TrustedDocuments,
): void {
  const read = readJson(http);
  const isProxy = proxyRule(trustProxy);
  const isOwnHost = hostRule(allowedHosts);
  if (!trusted) pastFastify(http, http.initialConfig.bodyLimit ?? 0, cookie, () => !gate.isCrowded, answerQuery);
  const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
    new HttpContext(
      request,
      reply.raw,
      viewerOf,
      hasSessionCookies ? new SessionCookie(request, reply, cookie, isProduction) : undefined,
    );
  const throughApollo = fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request, reply) });
  http.route({
    method: ["GET", "POST"],
    url: "/graphql",
    exposeHeadRoute: false,
    // Refused before its body is read: under a flood, each refusal has to cost less than an answer by far.
    onRequest(request, reply, done) {
      reply.headers({ "x-request-id": request.id, "cache-control": NOT_KEPT });
      if (gate.isFullFor(() => networkOfRequest(request))) send(reply, nextFull());
      else done();
    },
    onSend(request, reply, payload, done) {
      const finished = request.method === "GET" ? tagPublic(request, reply, payload) : payload;
      if (isCompressing) compressReply(request, reply, finished, done);
      else done(null, finished);
    },
    handler(request, reply) {
      if (request.method === "GET") request.raw.url = readAddress(request.url);
      if (hasSessionCookies && isForgeable(request, cookie)) return send(reply, refusalOf(forgeable()));
      if (trusted && !namesTrusted(request, trusted)) return send(reply, refusalOf(notTrusted()));
      if (answerStream(request, reply, () => contextOf(request, reply))) return;
      const known = request.method === "POST" ? knownRequest(cache, request.headers, request.body) : undefined;
      if (known) {
        reply.hijack();
        const head = () => reply.getHeaders() as OutgoingHttpHeaders;
        return answer({ ...known, context: contextOf(request, reply) }, known.type, reply.raw, head, request.headers);
      }
      // Apollo lets no GET in that any page could send. Without a cookie such a page can do no more than anybody, and an origin that is let in
      // is no foreign page.
      if (request.method === "GET" && (request.headers.cookie === undefined || request.headers.origin !== undefined))
        request.headers["apollo-require-preflight"] ??= "1";
      return throughApollo.call(this, request, reply);
    },
  });

  /** A mutation may tell a link to the service, whose address Fastify knows. */
  function answerQuery(raw: IncomingMessage, bytes: Buffer, response: ServerResponse): boolean {
    const { host = "", "x-forwarded-host": forwarded = host } = raw.headers;
    // Whose word counts is Fastify's to decide.
    if (!isOwnHost(host) || !isOwnHost(String(forwarded))) return false;
    let body: unknown;
    read(bytes, (error, found) => {
      if (!error) body = found;
    });
    const known = knownRequest(cache, raw.headers, body);
    if (!known || known.operation.isMutation) return false;
    const request = new PlainRequest(raw, http.log, isProxy);
    const head = () => ({ "x-request-id": request.id, "cache-control": NOT_KEPT });
    answer({ ...known, context: new HttpContext(request, response, viewerOf) }, known.type, response, head, raw.headers);
    return true;
  }

  /** @param head the headers besides the answer's, as they are by then. */
  function answer(
    request: OperationRequest,
    type: string,
    response: ServerResponse,
    head: () => OutgoingHttpHeaders,
    { "accept-encoding": encodings }: IncomingHttpHeaders,
  ): void {
    const started = performance.now();
    const send = (found: Answer) => {
      const all = Object.assign(head(), { "content-type": type });
      const errors = sendAnswer(response, found, all, isCompressing ? encodings : undefined);
      report(request.context, started, request.operation.definition, errors);
    };
    operations.answer(request).then(send, (error: unknown) => send({ failures: [{ error }] }));
  }
}

const NOT_KEPT = "private, no-store";
const JSON_TYPE = "application/json; charset=utf-8";

const refusalOf = (error: ClientError): Answer => ({ failures: [{ error }] });
/** Made once, since in a flood nothing may be made for each; and several, so that clients do not all come back at the same moment. */
const FULL = secondsToWait("full").map((retryAfterSeconds) => refusalOf(unavailable("full", { retryAfterSeconds })));
let refused = 0;
const nextFull = (): Answer => FULL[refused++ % FULL.length] as Answer;

function send(reply: FastifyReply, answer: Answer): void {
  reply.hijack();
  sendAnswer(reply.raw, answer, Object.assign(reply.getHeaders(), { "content-type": JSON_TYPE }) as OutgoingHttpHeaders);
}
