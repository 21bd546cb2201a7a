import type { CallDetails } from "./CallDetails.js";

/** The writer cannot be asked just now. That is no failed try: it is asked again after so many seconds. */
export class WriterDeferred extends Error {
  /**
   * @param details absent where they have been told already.
   * @param needsOperator whether it stays so until somebody does something.
   */
  constructor(
    readonly seconds: number,
    readonly details?: CallDetails,
    readonly needsOperator = false,
  ) {
    super("The writer cannot be asked just now");
  }
}
