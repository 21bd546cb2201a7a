import type pg from "pg";
import { cancelStatement } from "./cancelStatement.js";
import { ConnectionGivenUpError } from "./failures.js";
import { SteadyClient } from "./SteadyClient.js";

/** How long a cancelled statement has to end, before its connection is given up. */
const CANCEL_MS = 1_000;

/** Watches over one use of a connection: gives it up when its time is over, and ends its statement when nobody waits any more. */
export class Watch {
  private timer: NodeJS.Timeout | undefined;
  private cancelling: Promise<boolean> | undefined;
  private isGivenUp = false;

  constructor(
    private readonly client: pg.Client,
    until: number | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {
    if (until !== undefined) this.timer = setTimeout(this.giveUp, Math.max(0, until - performance.now()));
    signal?.addEventListener("abort", this.cancel, { once: true });
  }

  /** Ends the watch. Whether the connection may go back: nothing that was begun here can hit its next user. */
  async end(): Promise<boolean> {
    clearTimeout(this.timer);
    this.signal?.removeEventListener("abort", this.cancel);
    const isHeard = this.cancelling === undefined || (await this.cancelling);
    return isHeard && !this.isGivenUp;
  }

  private readonly cancel = (): void => {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.giveUp, CANCEL_MS);
    this.cancelling = cancelStatement(this.client);
  };

  private readonly giveUp = (): void => {
    this.isGivenUp = true;
    if (this.client instanceof SteadyClient) this.client.giveUp(new ConnectionGivenUpError("The request's time is over"));
  };
}
