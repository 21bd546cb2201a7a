import type { RequestReason } from "./requestRefusals.js";

/** A request that is refused for what its HTTP is, whatever it asks for. */
export class RequestError extends Error {
  constructor(
    readonly statusCode: number,
    readonly reason?: RequestReason,
  ) {
    super("request refused");
  }
}
