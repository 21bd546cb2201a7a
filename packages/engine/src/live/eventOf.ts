import { createHash } from "node:crypto";
import { errorsOf } from "../answering/formatError.js";
import { bytesOfResponse, JsonText } from "../answering/JsonText.js";
import type { Answer } from "../answering/OperationRequest.js";
import type { ByteText } from "../byteText.js";

/** A GraphQL response, and what it is known by. */
export interface LiveEvent {
  readonly json: ByteText;
  /** The same for the same response. */
  readonly id: string;
}

const ID_BYTES = 12;

/** A query's answer as that of the subscription which holds the query under this response key. */
export function eventOf({ data, ...answer }: Answer, liveAs: string): LiveEvent {
  const errors = errorsOf(answer)?.map((error) => (error.path ? { ...error, path: [liveAs, ...error.path] } : error));
  const under = data instanceof JsonText ? new JsonText(`{"${liveAs}":${data.bytes}}`) : data;
  const json = bytesOfResponse({ errors, data: under }).trimEnd();
  return { json, id: createHash("sha256").update(json, "latin1").digest().subarray(0, ID_BYTES).toString("base64url") };
}
