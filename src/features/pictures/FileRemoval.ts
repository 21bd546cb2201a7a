import type { Transact } from "#engine/features";
import type { PictureCounts } from "./PictureCounts.js";
import type { PictureStore } from "./PictureStore.js";

const BATCH = 50;
/** How seldom it looks after writes, of which hardly any removes a picture. */
const LOOK_MS = 60_000;
/** What was removed is removed once more after so long: an upload may have been on its way. */
const AGAIN_SECONDS = 20 * 60;
/** The pause after the first failure; each further one doubles it. Meanwhile another process that has a better way to the files may come. */
const PAUSE_SECONDS = 60;
const MAX_PAUSE_SECONDS = 60 * 60;
/** After so many failures one after the other, the rest waits for the next look: the store itself fails. */
const MOST_FAILURES = 3;
const MAX_TIMER_MS = 60 * 60 * 1000;

/** Takes some that are due, and keeps others from them for a while. */
const TAKE = `UPDATE removed_files SET due_at = now() + make_interval(secs => $1) WHERE storage_key IN
    (SELECT storage_key FROM removed_files WHERE due_at <= now() ORDER BY due_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
  RETURNING storage_key, is_last`;
const NEXT = "SELECT extract(epoch FROM min(due_at) - now())::float AS seconds FROM removed_files";
const AGAIN = `UPDATE removed_files SET is_last = true, due_at = now() + make_interval(secs => ${AGAIN_SECONDS})
  WHERE storage_key = $1`;

interface Taken {
  readonly storage_key: string;
  readonly is_last: boolean;
}

/** Logged where files cannot be removed. It names no file. */
export interface RemovalLog {
  warn(values: object, message: string): void;
}

/**
 * Removes the files of pictures whose rows are gone: at once, and once more later. What cannot be removed is tried again for good. It asks
 * the database after writes, and when something is due; without either it leaves it alone.
 */
export class FileRemoval {
  private running: Promise<void> | undefined;
  private isAskedAgain = false;
  private timer: NodeJS.Timeout | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private failures = 0;
  private readonly stopping = new AbortController();

  constructor(
    private readonly transact: Transact,
    private readonly store: PictureStore,
    private readonly log: RemovalLog,
    private readonly counts: Pick<PictureCounts, "noteRemoval">,
  ) {}

  /** Called after each write. */
  noteWrite(): void {
    if (performance.now() - this.lookedAt >= LOOK_MS) this.wake();
  }

  /** Looks now: pictures have just been deleted, or may have been. */
  wake(): void {
    if (this.isStopped) return;
    this.lookedAt = performance.now();
    if (this.running) {
      this.isAskedAgain = true;
      return;
    }
    this.running = this.removeDue()
      .then(() => this.setTimer())
      .catch(() => this.wakeIn(PAUSE_SECONDS))
      .finally(() => {
        this.running = undefined;
        if (this.isAskedAgain) {
          this.isAskedAgain = false;
          this.wake();
        }
      });
  }

  /** Removes all that is due. @returns how many keys had their files removed. */
  async removeDue(): Promise<number> {
    let removed = 0;
    let failed = 0;
    for (let taken = await this.take(); taken.length > 0; taken = await this.take()) {
      for (const one of taken) {
        const isRemoved = await this.remove(one);
        removed += isRemoved ? 1 : 0;
        failed = isRemoved ? 0 : failed + 1;
        if (this.isStopped || failed === MOST_FAILURES) return removed;
      }
      if (taken.length < BATCH) break;
    }
    return removed;
  }

  /** Ends what is under way; another process takes it when it is due again. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private take(): Promise<readonly Taken[]> {
    const pause = Math.min(MAX_PAUSE_SECONDS, PAUSE_SECONDS * 2 ** Math.min(this.failures, 10));
    return this.transact(async (manager) => (await manager.query<[Taken[], number]>(TAKE, [pause]))[0]);
  }

  private async remove({ storage_key: key, is_last: isLast }: Taken): Promise<boolean> {
    try {
      await this.store.remove(key, this.stopping.signal);
    } catch (error) {
      if (this.isStopped) return false;
      this.failures++;
      this.counts.noteRemoval("failed");
      this.log.warn({ code: (error as NodeJS.ErrnoException).code }, "Files of a deleted picture cannot be removed yet");
      return false;
    }
    this.failures = 0;
    this.counts.noteRemoval("removed");
    const statement = isLast ? "DELETE FROM removed_files WHERE storage_key = $1" : AGAIN;
    await this.transact((manager) => manager.query(statement, [key]));
    return true;
  }

  private async setTimer(): Promise<void> {
    const [next] = await this.transact((manager) => manager.query<{ seconds: number | null }[]>(NEXT));
    if (typeof next?.seconds === "number") this.wakeIn(next.seconds + 1);
  }

  private wakeIn(seconds: number): void {
    clearTimeout(this.timer);
    if (!this.isStopped)
      this.timer = setTimeout(() => this.wake(), Math.min(Math.max(seconds, 1) * 1000, MAX_TIMER_MS)).unref();
  }
}
