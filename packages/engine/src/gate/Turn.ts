/** How the running work of a turn is ended early. */
export interface Ending {
  cancel(): void;
  /** When that was of no use. */
  giveUp(): void;
}

/** How long cancelled work has to end. */
const CANCEL_MS = 1_000;

/** Work that holds a slot, and is ended when no request waits for it any more. */
export class Turn {
  private ending: Ending | undefined;
  private cancelledAt: number | undefined;

  /** @param why no request waits for it any more; undefined while one does. */
  constructor(readonly why: () => unknown) {}

  /** What to end with it from now on; nothing, once that has ended by itself. */
  watch(ending: Ending | undefined): void {
    this.ending = ending;
    this.cancelledAt = undefined;
  }

  /** Ends work that no request waits for. */
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
