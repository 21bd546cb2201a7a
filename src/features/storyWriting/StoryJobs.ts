import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Transact } from "#engine/features";
import { StoryRequestReason } from "../../entities/StoryRequestReason.js";
import { StoryRequestState } from "../../entities/StoryRequestState.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import type { StoryBudget } from "./StoryBudget.js";
import type { StoryCounts } from "./StoryCounts.js";
import type { TokenUse } from "./TokenUse.js";

/** How long one try keeps others from a request: longer than a try may take. */
const LEASE_SECONDS = 180;
const MOST_ATTEMPTS = 3;
/** What is not written by then is given up. */
const MOST_MINUTES = 60;
const PAUSES_SECONDS = [5, 20];
/** How long a request waits that finds the month's budget spent. */
const SPENT_SECONDS = 3_600;

/** A request that this process writes, for as long as it holds the lease. */
export interface StoryJob {
  readonly id: string;
  readonly userId: string;
  readonly lease: string;
  readonly attempts: number;
  /** How long ago it was asked for when this try began, in seconds. */
  readonly age: number;
  /** The picture of the drawing that the service keeps. */
  readonly pictureId: string | null;
  /** Where the story's picture is for clients that know of no Picture. */
  readonly imageUrl: string;
  readonly subject?: string;
  /** The month in whose budget its call has room; absent where nothing is paid for. */
  readonly paidIn?: string;
}

const END = "state = 'FAILED', due_at = NULL, lease = NULL, finished_at = clock_timestamp()";

const BACK = "state = 'REQUESTED', lease = NULL, due_at = now() + make_interval(secs => $3)";
const DEFER = `${BACK}, attempts = attempts - 1`;

/** Gives up requests that were tried too often or for too long, in the transaction that would claim them: none loops for ever. */
const GIVE_UP = `UPDATE story_requests SET ${END}, reason = 'UNAVAILABLE' WHERE id IN
  (SELECT id FROM story_requests WHERE due_at <= now()
    AND (attempts >= ${MOST_ATTEMPTS} OR created_at < now() - interval '${MOST_MINUTES} minutes')
    ORDER BY due_at, id LIMIT 100 FOR UPDATE SKIP LOCKED)`;

const CLAIM = `UPDATE story_requests SET state = 'WRITING', attempts = attempts + 1, lease = $1,
    due_at = now() + interval '${LEASE_SECONDS} seconds' WHERE id =
  (SELECT id FROM story_requests WHERE due_at <= now() ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, user_id, drawing_id, attempts, extract(epoch FROM now() - created_at)::float AS age`;

const ABOUT = `SELECT drawings.picture_id, tutorials.subject,
    coalesce((SELECT base_url || '/pictures/' || drawings.picture_id FROM picture_links WHERE drawings.picture_id IS NOT NULL),
      drawings.uploaded_image_url, tutorials.thumbnail_url) AS image_url
  FROM drawings LEFT JOIN tutorials ON tutorials.id = drawings.tutorial_id WHERE drawings.id = $1`;

const NEXT = "SELECT extract(epoch FROM min(due_at) - now())::float AS seconds FROM story_requests WHERE due_at IS NOT NULL";

interface Claimed {
  readonly id: string;
  readonly user_id: string;
  readonly drawing_id: string | null;
  readonly attempts: number;
  readonly age: number;
}

/** What a look for work has found: a job, or that a request has ended or was put off without having been begun. */
interface Looked {
  readonly job?: StoryJob;
  readonly ended?: StoryRequestReason;
  readonly isPutOff?: boolean;
  /** How many were given up on the way. */
  readonly givenUp: number;
}

interface About {
  readonly picture_id: string | null;
  readonly subject: string | null;
  readonly image_url: string | null;
}

/** The requests as a queue: the row is the job. Several processes may take from it at once. */
export class StoryJobs {
  constructor(
    private readonly transact: Transact,
    private readonly consent: ConsentGate,
    private readonly counts: Pick<StoryCounts, "note" | "noteTokens"> | undefined,
    private readonly budget: StoryBudget | undefined,
  ) {}

  /** Takes the next request that is due, under a lease. Undefined where none is. */
  async claim(): Promise<StoryJob | undefined> {
    for (;;) {
      const { job, ended, isPutOff, givenUp } = await this.transact((manager) => this.claimIn(manager));
      if (givenUp > 0) this.counts?.note(StoryRequestState.FAILED, StoryRequestReason.UNAVAILABLE, givenUp);
      if (ended) this.counts?.note(StoryRequestState.FAILED, ended);
      if (job) this.counts?.note(StoryRequestState.WRITING);
      if (!ended && !isPutOff) return job;
    }
  }

  /** Seconds until something is due, a lease that ends among it. Undefined where nothing is open. */
  async secondsUntilNext(): Promise<number | undefined> {
    const [next] = await this.transact((manager) => manager.query<{ seconds: number | null }[]>(NEXT));
    return next?.seconds ?? undefined;
  }

  /** Ends it without a story. Nothing happens where the lease was lost. */
  async fail({ id, lease }: StoryJob, reason: StoryRequestReason): Promise<void> {
    const state = reason === StoryRequestReason.UNSUITABLE ? StoryRequestState.REFUSED : StoryRequestState.FAILED;
    const isMine = await this.change(`${END.replace("'FAILED'", "$3")}, reason = $4`, [id, lease, state, reason]);
    if (isMine) this.counts?.note(state, reason);
  }

  /** Has it tried again after a pause, or ends it when that was the last try. */
  async retry(job: StoryJob): Promise<void> {
    if (job.attempts >= MOST_ATTEMPTS) return this.fail(job, StoryRequestReason.UNAVAILABLE);
    const pause = (PAUSES_SECONDS[job.attempts - 1] ?? 0) * (0.75 + Math.random() / 2);
    await this.change(BACK, [job.id, job.lease, pause]);
  }

  /** The same after so many seconds, and without counting the try. */
  async defer({ id, lease }: StoryJob, seconds: number): Promise<void> {
    await this.change(DEFER, [id, lease, seconds]);
  }

  /** Has the month's budget know what a try has really used. Where that fails, it counts as the longest call. */
  async settle({ paidIn }: StoryJob, use: TokenUse): Promise<void> {
    if (use.tokens) this.counts?.noteTokens(use.tokens);
    if (paidIn !== undefined) await this.budget?.settle(paidIn, use).catch(() => undefined);
  }

  /** @returns whether this process had the lease. */
  private async change(changes: string, values: readonly unknown[]): Promise<boolean> {
    const statement = `UPDATE story_requests SET ${changes} WHERE id = $1 AND lease = $2 AND state = 'WRITING'`;
    const [, changed] = await this.transact((manager) => manager.query<[unknown[], number]>(statement, [...values]));
    return changed > 0;
  }

  private async claimIn(manager: EntityManager): Promise<Looked> {
    const [, givenUp] = await manager.query<[unknown[], number]>(GIVE_UP);
    const lease = randomUUID();
    const [[claimed]] = await manager.query<[Claimed[], number]>(CLAIM, [lease]);
    if (!claimed) return { givenUp };
    const [about] = await manager.query<About[]>(ABOUT, [claimed.drawing_id]);
    const end = async (reason: StoryRequestReason) => {
      await manager.query(`UPDATE story_requests SET ${END}, reason = $2 WHERE id = $1`, [claimed.id, reason]);
      return { ended: reason, givenUp };
    };
    if (!about?.image_url) return end(StoryRequestReason.DRAWING_GONE);
    if (await this.consent.isMissing(manager, claimed.user_id)) return end(StoryRequestReason.CONSENT_ENDED);
    const paidIn = await this.budget?.reserve(manager);
    if (this.budget && paidIn === undefined) {
      const values = [claimed.id, lease, SPENT_SECONDS];
      await manager.query(`UPDATE story_requests SET ${DEFER} WHERE id = $1 AND lease = $2`, values);
      return { isPutOff: true, givenUp };
    }
    const job = {
      id: claimed.id,
      userId: claimed.user_id,
      lease,
      attempts: claimed.attempts,
      age: claimed.age,
      pictureId: about.picture_id,
      imageUrl: about.image_url,
      ...(about.subject !== null && { subject: about.subject }),
      ...(paidIn !== undefined && { paidIn }),
    };
    return { job, givenUp };
  }
}
