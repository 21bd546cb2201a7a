import type { RequestReason } from "./requestRefusals.js";

/** A request that is refused for its HTTP, whatever it asks for. */
export class RequestError extends Error {
  constructor(
    readonly statusCode: number,
    readonly reason?: RequestReason,
  ) {
    super("request refused");
  }
}
