import type { ServiceLog } from "../ServiceLog.js";
import { Refusals } from "./Refusals.js";

/** What a look at a replica has found. */
export interface Look {
  /** Whether it still follows a primary. */
  readonly isStandby: boolean;
  /** How many milliseconds it is behind at most; undefined where the server does not tell. */
  readonly lagMs: number | undefined;
}

/** How often is looked while reads go there. */
export const LOOK_EVERY_MS = 1_000;
/** What was seen longer ago is no longer known. */
const FRESH_MS = 3 * LOOK_EVERY_MS;
/** How many looks in turn have to be good after a bad one. */
const GOOD_LOOKS = 3;
/** How long a replica gets no reads after its answers were refused, where nothing else shows its lag. */
const ALONE_MS = 30_000;

/** Whether reads may go to a replica. It is out at once, and comes back after some good looks. */
export class ReplicaHealth {
  readonly refusals = new Refusals();
  private isIn = false;
  private good = 0;
  private needed = 1;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private aloneUntil = Number.NEGATIVE_INFINITY;
  private reason: string | undefined;

  /** @param maxLagMs how late what others have written may be shown; 0 sends no reads there. @param name tells it from the others in the log. */
  constructor(
    private readonly name: string,
    private readonly maxLagMs: number,
    private readonly log: Pick<ServiceLog, "info" | "warn" | "error">,
  ) {}

  /** Whether it may be asked now. */
  get isGood(): boolean {
    return this.isIn && performance.now() - this.lookedAt < FRESH_MS;
  }

  /** How many looks were good in turn. */
  get goodLooks(): number {
    return this.good;
  }

  note(look: Look): void {
    this.lookedAt = performance.now();
    const problem = this.problemIn(look);
    if (problem) this.out(problem);
    else this.noteGood();
  }

  /** It does not answer, or not in time. */
  out(reason: "down" | "late" | "behind" | "promoted" | "outdated"): void {
    this.isIn = false;
    this.good = 0;
    this.needed = GOOD_LOOKS;
    if (this.reason === reason) return;
    this.reason = reason;
    const line = "Reads no longer go to a replica";
    if (reason === "promoted")
      this.log.error({ replica: this.name, reason }, `${line}: it follows no primary any more. Check DATABASE_READ_URLS.`);
    else this.log.warn({ replica: this.name, reason }, line);
  }

  private noteGood(): void {
    this.good++;
    if (this.isIn || this.good < this.needed) return;
    this.isIn = true;
    this.reason = undefined;
    this.log.info({ replica: this.name }, "Reads go to a replica");
  }

  private problemIn({ isStandby, lagMs }: Look): "promoted" | "behind" | undefined {
    if (!isStandby) return "promoted";
    if (lagMs === undefined && this.refusals.areMany) {
      this.aloneUntil = this.lookedAt + ALONE_MS;
      this.refusals.forget();
    }
    if (this.lookedAt < this.aloneUntil) return "behind";
    // Until the next look it may fall behind by as much again.
    const bound = (this.isIn ? this.maxLagMs : this.maxLagMs / 2) - LOOK_EVERY_MS;
    return lagMs !== undefined && lagMs > bound ? "behind" : undefined;
  }
}
