import { ErrorCode } from "../errors.js";

const MESSAGES: Record<number, string> = {
  400: 'The body is not valid JSON. Send {"query": "…", "variables": {…}} as application/json.',
  404: "There is nothing here. The API is at /graphql.",
  405: "Send operations to /graphql by POST, or queries by GET.",
  408: "The request took too long to arrive. Send it again, whole.",
  415: "Send the body as application/json in UTF-8, not compressed.",
  417: "Send the body without an Expect header.",
  431: "The headers are too large. Send long queries by POST.",
};

/** The mistakes of requests for which the status says too little. */
const REASONS = {
  url: "The address is not a valid URL. The API is at /graphql.",
  bytes: "What was sent is not text in UTF-8. Encode it as UTF-8, in the address with each byte as % and two digits.",
  host: "Send a Host header with the name of this server.",
  name: "This service is not known by the name in the Host header. Add the name to the setting ALLOWED_HOSTS, and restart the service.",
  http: "The request is not valid HTTP. The API is at /graphql.",
  origin: "Web pages of this origin may not call the API. Add the origin to the setting CORS_ORIGINS, and restart the service.",
};

export type RequestReason = keyof typeof REASONS;

/** Writes the body of the answer to a request that is not GraphQL, in the form of GraphQL over HTTP. */
export type RequestRefusals = (status: number, reason?: RequestReason) => string;

export function requestRefusals(maxBodyBytes: number): RequestRefusals {
  const tooLarge = `The body is larger than ${Math.floor(maxBodyBytes / 1024)} KB. Send less at once.`;
  return (status, reason) => {
    const isOurs = status >= 500;
    const known = reason ? REASONS[reason] : status === 413 ? tooLarge : MESSAGES[status];
    const message = known ?? (isOurs ? "Something went wrong on our side. Try again." : "The request cannot be read.");
    const code = isOurs ? ErrorCode.INTERNAL_SERVER_ERROR : reason === "origin" ? ErrorCode.ORIGIN_NOT_ALLOWED : "BAD_REQUEST";
    return JSON.stringify({ errors: [{ message, extensions: { code } }] });
  };
}
