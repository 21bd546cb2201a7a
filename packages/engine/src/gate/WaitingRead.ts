import type { Statement } from "../compiler/Compiler.js";
import { Entry, type Waiter } from "./Entry.js";
import type { Charge } from "./FairQueue.js";

/** A row of a statement's answer. */
export type Row = readonly unknown[];

/** One answer of a statement, with all its requests: public reads of the same shape and the same values share one. */
export class WaitingRead extends Entry<Row> {
  charge: Charge | undefined;
  /** The same key for reads that have the same answer. */
  key = "";

  /** @param isAlone whether it has failed together with others, and is not to be joined again. */
  constructor(
    readonly statement: Statement,
    waiters: readonly Waiter<Row>[],
    readonly isAlone = false,
  ) {
    super(waiters);
  }
}
