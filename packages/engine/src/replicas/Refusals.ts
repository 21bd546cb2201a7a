/** How many reads have to be known before their refusals say something. */
const ENOUGH = 20;
const MOST_REFUSED = 0.2;
/** After how long what is known is halved, so that the last seconds count most. */
const HALF_MS = 2_500;

/** How many of a replica's answers were refused lately, because it was behind. It shows the lag where nothing else does. */
export class Refusals {
  private reads = 0;
  private refused = 0;
  private halvedAt = performance.now();

  note(isRefused: boolean): void {
    this.age();
    this.reads++;
    if (isRefused) this.refused++;
  }

  /** Whether so many are refused that it is of no use to ask. */
  get areMany(): boolean {
    this.age();
    return this.reads >= ENOUGH && this.refused > MOST_REFUSED * this.reads;
  }

  forget(): void {
    this.reads = this.refused = 0;
  }

  private age(): void {
    const now = performance.now();
    for (; now - this.halvedAt > HALF_MS && this.reads > 1; this.halvedAt += HALF_MS) {
      this.reads /= 2;
      this.refused /= 2;
    }
    if (this.reads <= 1) this.halvedAt = now;
  }
}
