import type { FastifyReply } from "fastify";
import { ErrorCode } from "#engine/features";

const BAD_REQUEST = "BAD_REQUEST";

/** The text of each status, with the code of a client's error. */
const REFUSALS = {
  403: [ErrorCode.FORBIDDEN, "This address has ended, or is not as it was given. Ask the API for another."],
  404: [ErrorCode.NOT_FOUND, "This picture is gone."],
  409: [ErrorCode.CONFLICT, "This picture has been uploaded already, or is gone. Make another by createPicture."],
  411: [BAD_REQUEST, "Send exactly the bytes that createPicture was told of, with their Content-Length."],
  415: [
    BAD_REQUEST,
    "Send a JPEG, PNG or WebP picture of at most 40 megapixels, with the Content-Type that createPicture was told of.",
  ],
  503: [ErrorCode.UNAVAILABLE, "Pictures cannot be taken in just now. Try again in a few seconds."],
} as const;

const RETRY_AFTER_SECONDS = 5;

/** Answers what is no GraphQL request as GraphQL over HTTP has errors. */
export function refusePicture(reply: FastifyReply, status: keyof typeof REFUSALS): FastifyReply {
  const [code, message] = REFUSALS[status];
  if (status === 503) reply.header("retry-after", RETRY_AFTER_SECONDS);
  return reply
    .code(status)
    .headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" })
    .type("application/json; charset=utf-8")
    .send(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}
