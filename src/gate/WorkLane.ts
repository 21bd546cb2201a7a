import { BoundedLine, type LineLimits, type ViewerOf } from "./BoundedLine.js";
import type { Deadline } from "./Deadline.js";
import { Entry } from "./Entry.js";
import type { Charge } from "./FairLine.js";
import { Turn } from "./Turn.js";
import { takeOut } from "./takeOut.js";

/** The slots that a lane shares with others. */
export interface LaneSlots {
  hasRoom(): boolean;
  take(): void;
  /** Gives one back, and has those go on who waited for it. */
  leave(): void;
}

class Work extends Entry<never> {
  run: () => void = () => undefined;
}

/** Work that runs by itself, as soon as there is a slot for it. */
export class WorkLane {
  private readonly line: BoundedLine<Work>;
  private readonly running: { readonly turn: Turn; readonly work: Work }[] = [];

  constructor(
    private readonly slots: LaneSlots,
    limits: LineLimits,
    viewerOf: ViewerOf,
    private readonly tickSoon: () => void,
  ) {
    this.line = new BoundedLine(limits, viewerOf);
  }

  get waiting(): number {
    return this.line.size;
  }

  get isIdle(): boolean {
    return this.line.size === 0 && this.running.length === 0;
  }

  /**
   * What the work answers. Its slot is taken until it has ended, also where nobody waits for it any more.
   * @throws ClientError UNAVAILABLE without a turn in time; why nobody waits any more; what the work throws.
   */
  enter<T>(work: (turn: Turn) => Promise<T>, deadline: Deadline): Promise<T> {
    return new Promise((resolve, reject) => {
      const entry = new Work([{ deadline, since: performance.now(), resolve, reject }]);
      const gone = deadline.why();
      if (gone !== undefined) return reject(gone);
      entry.run = () => this.start(entry, work as (turn: Turn) => Promise<never>, this.line.take(entry));
      if (this.slots.hasRoom()) entry.run();
      else this.line.add(entry, deadline.caller());
      this.tickSoon();
    });
  }

  /** Lets in who is next, while there is room. */
  next(): void {
    while (this.slots.hasRoom()) {
      const entry = this.line.next(() => true);
      if (!entry) return;
      entry.run();
    }
  }

  tick(now: number): void {
    this.line.dropLate(now);
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
      if (charge) this.line.settle(charge, performance.now() - startedAt);
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
