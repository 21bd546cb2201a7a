import type pg from "pg";
import { cancelStatement } from "./cancelStatement.js";
import { SteadyClient } from "./SteadyClient.js";

/** How long a cancelled statement has to end, before its connection is given up. */
const CANCEL_MS = 1_000;

/** Watches over one use of a connection: gives it up when its time is over, and ends its statement when nobody waits any more. */
export class Watch {
  private cancelling: Promise<boolean> | undefined;

  /** @param until when the use has to end, by performance.now(). */
  constructor(
    private readonly client: pg.Client,
    private until: number | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.endBy(until);
    signal?.addEventListener("abort", this.cancel, { once: true });
  }

  /** Ends the watch. Whether the connection may go back: nothing that was begun here can hit its next user. */
  async end(): Promise<boolean> {
    const isInTime = this.until === undefined || performance.now() < this.until;
    this.endBy(undefined);
    this.signal?.removeEventListener("abort", this.cancel);
    return isInTime && (this.cancelling === undefined || (await this.cancelling));
  }

  private readonly cancel = (): void => {
    this.endBy(performance.now() + CANCEL_MS);
    this.cancelling = cancelStatement(this.client);
  };

  private endBy(until: number | undefined): void {
    this.until = until;
    if (this.client instanceof SteadyClient) this.client.endBy(until);
  }
}
