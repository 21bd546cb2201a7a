import { busyDatabase } from "../errors.js";

/** What a connection is for. A check is one short statement that a sign-in needs. */
export type Lane = "read" | "write" | "check";

/** As many as may wait in a lane: whoever came after them would only wait in vain. */
const MAX_WAITING = 500;

interface Waiting {
  readonly number: number;
  readonly enter: () => void;
}

/**
 * The line before the pool. Writes and checks together hold at most half of the connections, so that writers who wait for one row
 * leave the other half to reads; a check finds one whatever writers do; and slow reads leave a fifth to the others.
 */
export class Line {
  private readonly held: Record<Lane, number> = { read: 0, write: 0, check: 0 };
  private readonly waiting: Record<Lane, Set<Waiting>> = { read: new Set(), write: new Set(), check: new Set() };
  private count = 0;

  constructor(private readonly size: number) {}

  /**
   * Resolves when there is a connection for the lane; whoever took a place leaves it.
   * @throws ClientError UNAVAILABLE when too many wait, or after this time; the signal's reason when it is aborted first.
   */
  take(lane: Lane, withinMs: number | undefined, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.hasRoom(lane)) {
      this.held[lane]++;
      return Promise.resolve();
    }
    if (this.waiting[lane].size >= MAX_WAITING) throw busyDatabase();
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        this.waiting[lane].delete(waiting);
      };
      const waiting: Waiting = {
        number: this.count++,
        enter: () => {
          leave();
          this.held[lane]++;
          resolve();
        },
      };
      const abort = () => {
        leave();
        reject(signal?.reason);
      };
      const giveUp = () => {
        leave();
        reject(busyDatabase());
      };
      const timer = withinMs === undefined ? undefined : setTimeout(giveUp, withinMs);
      signal?.addEventListener("abort", abort, { once: true });
      this.waiting[lane].add(waiting);
    });
  }

  /** How many connections reads may hold at most. */
  get mostReads(): number {
    return Math.max(1, this.size - Math.floor(this.size / 5));
  }

  leave(lane: Lane): void {
    this.held[lane]--;
    for (let next = this.next(); next; next = this.next()) next.enter();
  }

  /** Who has waited for longest of those that find room. */
  private next(): Waiting | undefined {
    let found: Waiting | undefined;
    for (const lane of LANES) {
      const [first] = this.hasRoom(lane) ? this.waiting[lane] : [];
      if (first && (!found || first.number < found.number)) found = first;
    }
    return found;
  }

  private hasRoom(lane: Lane): boolean {
    const { read, write, check } = this.held;
    if (read + write + check >= this.size) return false;
    const others = Math.max(1, Math.floor(this.size / 2));
    if (lane === "read") return read < this.mostReads;
    if (lane === "write") return write < Math.max(1, others - 1) && write + check < others;
    return write + check < others;
  }
}

const LANES: readonly Lane[] = ["read", "write", "check"];
