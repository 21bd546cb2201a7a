import { setTimeout as wait } from "node:timers/promises";
import { ClientError, type Transact } from "#engine/features";
import { ErrorCode } from "../../codes.js";
import { StoryRequestReason } from "../../entities/StoryRequestReason.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { finishStory } from "./finishStory.js";
import type { StoryBudget } from "./StoryBudget.js";
import type { StoryCounts } from "./StoryCounts.js";
import { type StoryJob, StoryJobs } from "./StoryJobs.js";
import type { StoryWriter, Written } from "./StoryWriter.js";
import type { TokenUse } from "./TokenUse.js";
import { WriterDeferred } from "./WriterDeferred.js";
import { WriterFailed } from "./WriterFailed.js";

/** The longest that one try may take: less than its lease. */
const TRY_MS = 120_000;
/** The least time between looks that reads of requests or writes cause. So a polling client keeps it going, whichever process has died. */
const ASKED_MS = 5_000;
const WRITE_MS = 60_000;
/** After a failure to look at all. */
const PAUSE_SECONDS = 30;
const MAX_TIMER_MS = 60 * 60 * 1000;
/** How long a stop waits for the writer to notice. */
const STOP_MS = 500;

/** Logged of stories that fail. It names the request, and nothing of its account. */
export interface StoryLog {
  warn(values: object, message: string): void;
  /** For what stays so until an operator does something. */
  error(values: object, message: string): void;
}

export interface StoryWorkSettings {
  /** How many are written at once. */
  readonly concurrency: number;
  /** The most stories that an account may have. */
  readonly mostStories: number;
  /** Absent where nothing is counted. */
  readonly counts?: StoryCounts;
  /** Ends one try; two minutes where it is absent. */
  readonly deadline?: () => AbortSignal;
}

/**
 * Writes the stories that were asked for. It looks at the database at start, when something was asked for, when something is due, and now and
 * then when somebody uses the service. While nothing is open it has no timer, so that a serverless database can sleep.
 */
export class StoryWork {
  private readonly stopping = new AbortController();
  private readonly writing = new Map<StoryJob, Promise<void>>();
  private running = 0;
  private isAskedAgain = false;
  private timer: NodeJS.Timeout | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private readonly jobs: StoryJobs;

  constructor(
    private readonly transact: Transact,
    private readonly consent: ConsentGate,
    private readonly writer: StoryWriter,
    private readonly log: StoryLog,
    private readonly settings: StoryWorkSettings,
    budget?: StoryBudget,
  ) {
    this.jobs = new StoryJobs(transact, consent, settings.counts, budget);
  }

  /** Looks for work now: something was asked for, or is due. */
  readonly wake = (): void => {
    if (this.stopping.signal.aborted) return;
    this.lookedAt = performance.now();
    if (this.running >= this.settings.concurrency) {
      this.isAskedAgain = true;
      return;
    }
    this.running++;
    this.drain()
      .catch(() => this.wakeIn(PAUSE_SECONDS))
      .finally(() => {
        this.running--;
        if (!this.isAskedAgain) return;
        this.isAskedAgain = false;
        this.wake();
      });
  };

  /** Called with each statement that reads. */
  noteRead(statement: string): void {
    if (performance.now() - this.lookedAt >= ASKED_MS && statement.includes("story_requests")) this.wake();
  }

  /** Called after each write. */
  noteWrite(): void {
    if (performance.now() - this.lookedAt >= WRITE_MS) this.wake();
  }

  /** Ends what is being written, and gives it back at once. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    const jobs = [...this.writing.keys()];
    await Promise.race([Promise.all(this.writing.values()), wait(STOP_MS, undefined, { ref: false })]);
    await Promise.all(jobs.map((job) => this.jobs.defer(job, 0)));
  }

  private async drain(): Promise<void> {
    for (let job = await this.jobs.claim(); job; job = await this.jobs.claim()) {
      // Another slot may take the next.
      this.wake();
      const written = this.carryOut(job).finally(() => this.writing.delete(job as StoryJob));
      this.writing.set(job, written);
      await written;
      if (this.stopping.signal.aborted) return;
    }
    const seconds = await this.jobs.secondsUntilNext();
    if (seconds === undefined) clearTimeout(this.timer);
    else this.wakeIn(seconds);
  }

  /** No transaction is open while the writer works. A failure of the database leaves the rest to the end of the lease. */
  private async carryOut(job: StoryJob): Promise<void> {
    const started = performance.now();
    try {
      const written = await this.write(job);
      if (written === "refused") return await this.jobs.fail(job, StoryRequestReason.UNSUITABLE);
      const { consent, settings } = this;
      const finishing = { consent, mostStories: settings.mostStories, ms: performance.now() - started };
      const outcome = await this.transact((manager) => finishStory(manager, job, written, finishing));
      if (outcome === "ready") settings.counts?.noteReady(job.age + (performance.now() - started) / 1000);
      else if (outcome !== undefined) await this.jobs.fail(job, outcome);
    } catch (error) {
      if (!this.stopping.signal.aborted) await this.giveBack(job, error);
    }
  }

  private async write(job: StoryJob): Promise<Written | "refused"> {
    const { id: seed, subject, pictureId } = job;
    const about = { seed, ...(subject && { subject }), ...(pictureId !== null && { pictureId }) };
    const { deadline = () => AbortSignal.timeout(TRY_MS) } = this.settings;
    const signal = AbortSignal.any([this.stopping.signal, deadline()]);
    const use: TokenUse = {};
    try {
      return await this.writer.write(about, signal, use);
    } finally {
      // Whatever becomes of the text, it has been paid for.
      await this.jobs.settle(job, use);
    }
  }

  private async giveBack(job: StoryJob, error: unknown): Promise<void> {
    if (error instanceof WriterDeferred) {
      const { seconds, details, needsOperator } = error;
      if (details) this.log[needsOperator ? "error" : "warn"]({ request: job.id, seconds, ...details }, "Stories have to wait");
      return this.jobs.defer(job, seconds);
    }
    const isFull = error instanceof ClientError && error.code === ErrorCode.LIMIT_REACHED;
    const isFinal = isFull || (error instanceof WriterFailed && error.isFinal);
    const values = { request: job.id, attempts: job.attempts, error: kindOf(error), ...detailsOf(error) };
    if (!isFull) this.log[isFinal ? "error" : "warn"](values, "A story was not written");
    await (isFinal ? this.jobs.fail(job, StoryRequestReason.UNAVAILABLE) : this.jobs.retry(job));
  }

  private wakeIn(seconds: number): void {
    clearTimeout(this.timer);
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(this.wake, Math.min(Math.max(seconds, 0.25) * 1000 + 50, MAX_TIMER_MS)).unref();
  }
}

/** Never the message: it may quote what was sent. */
const detailsOf = (error: unknown): object => (error instanceof WriterFailed ? error.details : {});
const kindOf = (error: unknown): string => (error instanceof Error ? error.constructor.name : "unknown");
