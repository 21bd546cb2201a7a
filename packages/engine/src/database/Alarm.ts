/**
 * A timer whose time is postponed again and again and seldom reached. The underlying timer stays while the time moves: when it fires too
 * early, it is set anew. So setting and clearing, several times a request, cost next to nothing.
 */
export class Alarm {
  private at = Number.POSITIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private firesAt = Number.POSITIVE_INFINITY;

  constructor(private readonly ring: () => void) {}

  /** @param at by performance.now(). */
  set(at: number): void {
    this.at = at;
    if (at < this.firesAt) this.start();
  }

  clear(): void {
    this.at = Number.POSITIVE_INFINITY;
  }

  /** Clears it, and leaves no timer behind. */
  end(): void {
    this.clear();
    clearTimeout(this.timer);
    this.firesAt = Number.POSITIVE_INFINITY;
  }

  private start(): void {
    clearTimeout(this.timer);
    this.firesAt = this.at;
    this.timer = setTimeout(this.look, Math.max(0, this.at - performance.now())).unref();
  }

  private readonly look = (): void => {
    this.firesAt = Number.POSITIVE_INFINITY;
    if (this.at === Number.POSITIVE_INFINITY) return;
    if (performance.now() < this.at) this.start();
    else {
      this.clear();
      this.ring();
    }
  };
}
