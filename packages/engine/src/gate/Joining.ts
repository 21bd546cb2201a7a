import type { Shape, Statement } from "../compiler/Compiler.js";
import type { ReadSlots } from "./ReadSlots.js";

/** Which reads share a statement: waiting reads; all, even a read alone, so that tests see the joined text; or none. */
export type JoinReads = "auto" | "always" | "never";

/** How many rows all reads of a statement together may read, so that none waits long for the others. */
const MAX_ROWS = 20_000;
/** How long a shape stays unjoined after a statement of many has failed. */
const APART_MS = 30_000;

/** Which reads may share a statement, and how many of them. */
export class Joining {
  private readonly apartUntil = new WeakMap<Shape, number>();

  constructor(
    private readonly join: JoinReads,
    private readonly slots: ReadSlots,
  ) {}

  /** Whether equal public reads share an answer. */
  get isSharing(): boolean {
    return this.join !== "never";
  }

  mayJoin(shape: Shape): boolean {
    if (this.join === "never" || !shape.joined) return false;
    return performance.now() >= (this.apartUntil.get(shape) ?? 0);
  }

  /** Whether a statement of so many reads is sent in the joined form. */
  isJoined(shape: Shape, reads: number): boolean {
    return reads > 1 || (this.join === "always" && this.mayJoin(shape));
  }

  /**
   * How many of the shape may share a statement now, one at least.
   * @param most however small they are. @param waiting how many of the shape there are.
   */
  mostOf({ shape, weight }: Statement, most: number, waiting: number): number {
    if (!this.mayJoin(shape)) return 1;
    const fitting = weight > 0 ? this.slots.bytesLeft / weight : most;
    return Math.max(1, Math.floor(Math.min(most, MAX_ROWS / shape.rows, this.slots.readsOf(shape, waiting), fitting)));
  }

  keepApart(shape: Shape): void {
    this.apartUntil.set(shape, performance.now() + APART_MS);
  }
}
