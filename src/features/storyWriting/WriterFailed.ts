import type { CallDetails } from "./CallDetails.js";

/** The writer has not written. */
export class WriterFailed extends Error {
  /** @param isFinal whether another try would end in the same way, so that somebody has to do something. */
  constructor(
    readonly details: CallDetails,
    readonly isFinal = false,
  ) {
    super("The writer has not written");
  }
}
