import { setTimeout as wait } from "node:timers/promises";
import pLimit from "p-limit";
import { unavailable } from "#engine/features";
import { MailError } from "./MailError.js";

/**
 * How long after the last try each try begins, give or take a half. The first waits too: by then the answer has left, and the next answers
 * do not reveal whether there was a mail.
 */
const PAUSES_MS = [1_000, 10_000, 60_000, 300_000];
/** Mails that are on their way or wait. More would wait for longer than their links are good. */
const MOST = 500;
const CONCURRENCY = 2;
/** How long mails that are on their way get to arrive when the service stops. */
const STOP_MS = 5_000;

/** The result of a try. It says nothing about the mail or its receiver. */
export interface MailFailure {
  readonly code: string;
  readonly reply?: number;
  readonly isGivenUp: boolean;
}

/**
 * Sends mails after the request that they are about, so that no answer waits for a mail server. Waiting mails are lost with the process:
 * the user asks again.
 */
export class MailQueue {
  private readonly unfinished = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly limit = pLimit(CONCURRENCY);

  /** @param noteFailure is called for each try that failed. */
  constructor(
    private readonly noteFailure: (failure: MailFailure) => void,
    private readonly pausesMs: readonly number[] = PAUSES_MS,
    private readonly most = MOST,
  ) {}

  /** How many are on their way or wait. */
  get length(): number {
    return this.unfinished.size;
  }

  /** Whether it takes more. */
  get hasRoom(): boolean {
    return this.unfinished.size < this.most && !this.stopping.signal.aborted;
  }

  /**
   * Runs the work soon, which looks up the mail and sends it. Failed work runs again from its beginning, some times.
   * @throws ClientError UNAVAILABLE when too many wait.
   */
  add(work: () => Promise<void>): void {
    if (!this.hasRoom)
      throw unavailable(this.stopping.signal.aborted ? "stopping" : "full", {
        message: "Too many mails wait to be sent. Try again in a minute.",
        retryAfterSeconds: 60,
      });
    const finished = this.carryOut(work).finally(() => this.unfinished.delete(finished));
    this.unfinished.add(finished);
  }

  /** Drops mails that wait to be tried again, and gives the rest one try and a few seconds. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.race([Promise.all(this.unfinished), wait(STOP_MS, undefined, { ref: false })]);
  }

  private async carryOut(work: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    for (const [index, pauseMs] of this.pausesMs.entries()) {
      await wait(pauseMs * (0.5 + Math.random()), undefined, { ref: false, signal }).catch(() => undefined);
      if (signal.aborted && index > 0) return;
      const isOver = await this.limit(() => this.try(work, index === this.pausesMs.length - 1));
      if (isOver) return;
    }
  }

  /** Whether there is nothing left to try. */
  private async try(work: () => Promise<void>, isLast: boolean): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      const isGivenUp = isLast || this.stopping.signal.aborted || (error instanceof MailError && error.isFinal);
      this.noteFailure({ ...codesOf(error), isGivenUp });
      return isGivenUp;
    }
  }
}

/** The message of an error is left out: servers and databases quote addresses in it. */
function codesOf(error: unknown): Pick<MailFailure, "code" | "reply"> {
  if (error instanceof MailError) return { code: error.code, ...(error.reply !== undefined && { reply: error.reply }) };
  return { code: error instanceof Error ? error.constructor.name : "unknown" };
}
