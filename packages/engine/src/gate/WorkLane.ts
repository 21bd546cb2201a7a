import { unavailable } from "../errors.js";
import { BoundedQueue, type QueueLimits } from "./BoundedQueue.js";
import type { Deadline } from "./Deadline.js";
import { Entry } from "./Entry.js";
import type { Charge } from "./FairQueue.js";
import { Turn } from "./Turn.js";
import { takeOut } from "./takeOut.js";

/** The slots that a lane shares with others. */
export interface LaneSlots {
  hasRoom(): boolean;
  take(): void;
  /** Returns a slot, and continues the work that waited for it. */
  leave(): void;
}

class Work extends Entry<never> {
  run: () => void = () => undefined;
}

/** The length of work is the median of so many, and of so many at least: a single long work says nothing. */
const LATELY = 9;
const ENOUGH = 5;
/** Over how many seconds at least the clients come back that were refused at the same moment. */
const SPREAD_SECONDS = 4;

/** Work that runs by itself, as soon as there is a slot for it. */
export class WorkLane {
  private readonly queue: BoundedQueue<Work>;
  private readonly running: { readonly turn: Turn; readonly work: Work }[] = [];
  /** How long its last works took, in milliseconds, the newest first. */
  private readonly lately: number[] = [];

  constructor(
    private readonly slots: LaneSlots,
    private readonly limits: QueueLimits,
    private readonly tickSoon: () => void,
  ) {
    this.queue = new BoundedQueue(limits);
  }

  get waiting(): number {
    return this.queue.size;
  }

  get isIdle(): boolean {
    return this.queue.size === 0 && this.running.length === 0;
  }

  /**
   * The result of the work, which holds its slot until it has ended, even when its client has gone.
   * @throws ClientError UNAVAILABLE without a turn in time; the reason when its client has gone or its time is over; what the work
   * throws.
   */
  enter<T>(work: (turn: Turn) => Promise<T>, deadline: Deadline): Promise<T> {
    return new Promise((resolve, reject) => {
      const entry = new Work([{ deadline, since: performance.now(), resolve, reject }]);
      const gone = deadline.why();
      if (gone !== undefined) return reject(gone);
      entry.run = () => this.start(entry, work as (turn: Turn) => Promise<never>, this.queue.take(entry));
      if (this.slots.hasRoom()) entry.run();
      else {
        const seconds = this.limits.isForeseen ? this.secondsLate(deadline) : 0;
        if (seconds > 0) return reject(unavailable("full", { retryAfterSeconds: seconds }));
        this.queue.add(entry, deadline.caller());
      }
      this.tickSoon();
    });
  }

  /**
   * In how many seconds to come back with work that cannot be done before its deadline, different for each client; 0 for work that can be
   * done.
   */
  private secondsLate(deadline: Deadline): number {
    const turns = this.queue.turnsBefore(deadline.caller().network) + 1;
    const ms = (turns * this.usualMs) / Math.max(1, this.running.length);
    const left = deadline.until - performance.now();
    return ms > left ? Math.ceil(((ms - left) / 1_000) * (1 + Math.random()) + SPREAD_SECONDS * Math.random()) : 0;
  }

  /** The median of how long its last works took; 0 while too few have ended. */
  private get usualMs(): number {
    if (this.lately.length < ENOUGH) return 0;
    return [...this.lately].sort((a, b) => a - b)[this.lately.length >> 1] ?? 0;
  }

  /** Starts the next work while slots are free. */
  next(): void {
    while (this.slots.hasRoom()) {
      const entry = this.queue.next(() => true);
      if (!entry) return;
      entry.run();
    }
  }

  tick(now: number): void {
    this.queue.dropLate(now);
    for (const { turn, work } of [...this.running]) {
      turn.look(now);
      work.drop(({ deadline }) => deadline.why());
    }
  }

  private start(entry: Work, work: (turn: Turn) => Promise<never>, charge: Charge | undefined): void {
    const turn = new Turn(() => entry.why());
    const startedAt = performance.now();
    this.slots.take();
    const running = { turn, work: entry };
    this.running.push(running);
    const end = () => {
      takeOut(this.running, running);
      const ms = performance.now() - startedAt;
      this.lately.unshift(ms);
      this.lately.length = Math.min(this.lately.length, LATELY);
      if (charge) this.queue.settle(charge, ms);
      this.slots.leave();
    };
    work(turn).then(
      (answer) => {
        end();
        entry.resolve(answer);
      },
      (error: unknown) => {
        end();
        entry.reject(error);
      },
    );
  }
}
