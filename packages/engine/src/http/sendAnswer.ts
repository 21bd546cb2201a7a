import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { GraphQLFormattedError } from "graphql";
import { errorsOf } from "../answering/formatError.js";
import { httpHeadOf } from "../answering/httpHeadOf.js";
import { bytesOfResponse } from "../answering/JsonText.js";
import type { Answer } from "../answering/OperationRequest.js";
import { compress, encodingFor } from "./compress.js";

const LONG = 65_536;

/**
 * Sends an answer past Fastify, which would decode its bytes and encode them again.
 * @param head further headers, to which those of the answer are added.
 * @param accepted the compressions that the client accepts, where answers are compressed.
 * @returns the errors in the answer.
 */
export function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  head: OutgoingHttpHeaders,
  accepted?: string,
): readonly GraphQLFormattedError[] | undefined {
  const errors = errorsOf(answer);
  const { status, headers } = httpHeadOf(answer);
  const bytes = bytesOfResponse({ errors, data: answer.data, extensions: answer.extensions });
  const encoding = encodingFor(accepted, bytes.length);
  if (encoding === undefined) {
    head["content-length"] = bytes.length;
    response.writeHead(status, Object.assign(head, headers));
    // Node copies a string behind the headers, which is quick for a short one; a long one may wait for its reader, outside of the heap.
    if (bytes.length < LONG) response.end(bytes, "latin1");
    else response.end(Buffer.from(bytes, "latin1"));
    return errors;
  }
  compress(Buffer.from(bytes, "latin1"), encoding, (error, compressed) => {
    if (error) return response.destroy(error);
    const vary = [head.vary, "accept-encoding"].filter(Boolean).join(", ");
    const about = { "content-encoding": encoding, vary, "content-length": compressed.length };
    return response.writeHead(status, { ...head, ...headers, ...about }).end(compressed);
  });
  return errors;
}
