import type { OutgoingHttpHeaders } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { OperationTypeNode } from "graphql";
import type { SubscriptionDocuments } from "../documents/SubscriptionDocuments.js";
import { forgeable } from "../errors.js";
import type { logOperation } from "../http/logOperation.js";
import { sendAnswer } from "../http/sendAnswer.js";
import type { RequestContext } from "../request/RequestContext.js";
import type { LiveQueries } from "./LiveQueries.js";
import { readSubscription } from "./readSubscription.js";
import { refuseDocument } from "./refuseDocument.js";

/** Answers a request for a stream, and says by false that it is none. */
export type AnswerStream = (request: FastifyRequest, reply: FastifyReply, contextOf: () => RequestContext) => boolean;

const JSON_HEAD = { "content-type": "application/json; charset=utf-8" };

/** Streams at the address of all operations. @param report is called for each when its first answer is known. */
export function answerStream(documents: SubscriptionDocuments, live: LiveQueries, report: typeof logOperation): AnswerStream {
  return (request, reply, contextOf) => {
    const asked = readSubscription(documents, request);
    if (!asked) return false;
    const { format, document, variables, isForgeable } = asked;
    const started = performance.now();
    const head = () => reply.getHeaders() as OutgoingHttpHeaders;
    const context = contextOf();
    const { raw } = reply;
    reply.hijack();
    if (isForgeable) sendAnswer(raw, { failures: [{ error: forgeable() }] }, { ...head(), ...JSON_HEAD });
    else if ("errors" in document) {
      refuseDocument(raw, format, document.errors, head());
      report(context, started, undefined, document.errors);
    } else {
      const { operation } = document;
      const definition = { ...operation.definition, operation: OperationTypeNode.SUBSCRIPTION };
      const lastId = request.headers["last-event-id"];
      live.open({ operation, variables, context, format, ...(typeof lastId === "string" && { lastId }) }, raw, head).then(
        (errors) => report(context, started, definition, errors),
        () => raw.destroy(),
      );
    }
    return true;
  };
}
