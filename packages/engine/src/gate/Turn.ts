/** How what a turn has begun is ended early. */
export interface Ending {
  cancel(): void;
  /** When that was of no use. */
  giveUp(): void;
}

/** How long what was cancelled has to end. */
const CANCEL_MS = 1_000;

/** Work that holds a slot, and is ended when nobody waits for it any more. */
export class Turn {
  private ending: Ending | undefined;
  private cancelledAt: number | undefined;

  /** @param why nobody waits for it any more; undefined while somebody does. */
  constructor(readonly why: () => unknown) {}

  /** What is to be ended with it from now on; nothing, when that has ended by itself. */
  watch(ending: Ending | undefined): void {
    this.ending = ending;
    this.cancelledAt = undefined;
  }

  /** Ends what nobody waits for. */
  look(now: number): void {
    if (!this.ending || this.why() === undefined) return;
    if (this.cancelledAt === undefined) {
      this.cancelledAt = now;
      this.ending.cancel();
    } else if (now - this.cancelledAt > CANCEL_MS) {
      this.ending.giveUp();
      this.watch(undefined);
    }
  }
}
