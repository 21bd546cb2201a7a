import type { Statement } from "../compiler/Compiler.js";
import type { Gate } from "../gate/Gate.js";
import type { LiveListener } from "./LiveListener.js";
import type { LiveStream } from "./LiveStream.js";
import type { Streams } from "./Streams.js";

export interface PollerSettings {
  readonly intervalMs: number;
  readonly sleepAfterMs: number;
  readonly wakeEveryMs: number;
}

/** Which transactions have been committed: while this text stays the same, no answer can change. */
const STATE: Statement = {
  name: "live_state",
  text: "SELECT pg_current_snapshot()::text",
  values: [],
  weight: 0,
  shape: { rows: 1, isPublic: true },
};
/** Answers that depend on the clock, such as whether a session has ended, are asked for as often as this. */
const CLOCK_MS = 30_000;
/** How long the next round waits at most while the database cannot be reached. */
const MAX_PAUSE_MS = 5_000;

/**
 * Asks for streams again and again. A round asks first for the state of the database, and then for the answers that may be others since:
 * a commit between the two shows in the next round. A quiet database costs one short statement a round, and after a while none at all.
 */
export class Poller {
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private isAsleep = false;
  private failures = 0;
  private state: string | undefined;
  /** When there was a change, or something was asked of this process. */
  private activeAt = performance.now();
  private readonly woken = new Set<string>();
  private isWaking = false;

  constructor(
    private readonly streams: Streams,
    private readonly gate: Pick<Gate, "poll">,
    private readonly settings: PollerSettings,
    private readonly listener: LiveListener,
  ) {}

  /** A request has reached this process: polling begins again where it had stopped. */
  noteOperation(): void {
    this.activeAt = performance.now();
    if (this.isAsleep) this.wakeUp();
  }

  /** A stream was opened. */
  noteStream(): void {
    this.schedule(this.settings.intervalMs);
  }

  /** The viewer has written: their streams are asked for at once, on whatever device they are. */
  noteWrite(viewerId: string): void {
    this.woken.add(viewerId);
    if (!this.isWaking) void this.askWoken();
  }

  private wakeUp(): void {
    this.isAsleep = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.schedule(0);
  }

  private schedule(ms: number): void {
    if (this.isLooking || this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.look();
    }, ms).unref();
  }

  private async look(): Promise<void> {
    const started = performance.now();
    this.isLooking = true;
    this.isAsleep = false;
    const isWell = await this.round(started).catch(() => false);
    this.isLooking = false;
    this.failures = isWell ? 0 : this.failures + 1;
    if (this.streams.size === 0) return;
    const { intervalMs, sleepAfterMs, wakeEveryMs } = this.settings;
    const now = performance.now();
    this.isAsleep = sleepAfterMs > 0 && now - this.activeAt > sleepAfterMs;
    if (!this.isAsleep) this.schedule(Math.max(0, Math.min(MAX_PAUSE_MS, intervalMs * 2 ** this.failures) - (now - started)));
    else if (wakeEveryMs > 0) this.schedule(wakeEveryMs);
  }

  /** @returns whether all that was asked was answered. */
  private async round(started: number): Promise<boolean> {
    const [state] = await Promise.all(this.gate.poll([STATE], false));
    const now = String(state?.[0]);
    if (this.state !== now) this.activeAt = performance.now();
    this.state = now;
    const due = [...this.streams].filter((stream) => stream.isDue(now, started, CLOCK_MS));
    const isWell = await this.ask(due, now);
    this.listener.noteRound?.(performance.now() - started, due.length === 0);
    return isWell;
  }

  private async askWoken(): Promise<void> {
    this.isWaking = true;
    try {
      while (this.woken.size > 0) {
        const streams = [...this.woken].flatMap((viewerId) => [...this.streams.ofViewer(viewerId)]);
        this.woken.clear();
        await this.ask(streams, undefined, true);
      }
    } catch {
      // The next round asks for them.
    } finally {
      this.isWaking = false;
    }
  }

  /** Asks for these. What one row answers is asked for once. @returns whether all were answered. */
  private async ask(streams: readonly LiveStream[], state: string | undefined, isUrgent = false): Promise<boolean> {
    const asked = new Map<string, LiveStream[]>();
    const now = performance.now();
    for (const stream of streams) {
      if (!stream.begin(now)) continue;
      const others = asked.get(stream.query.key);
      if (others) others.push(stream);
      else asked.set(stream.query.key, [stream]);
    }
    const groups = [...asked.values()];
    const statements = groups.flatMap(([first]) => (first ? [first.query.statement] : []));
    if (statements.length === 0) return true;
    let isWell = true;
    const rows = this.gate.poll(statements, isUrgent).map((row, index) =>
      row.then(
        (found) => Promise.all((groups[index] ?? []).map((stream) => stream.answer(found, state))),
        (error: unknown) => {
          isWell = false;
          for (const stream of groups[index] ?? []) stream.fail(error);
        },
      ),
    );
    await Promise.all(rows);
    return isWell;
  }
}
