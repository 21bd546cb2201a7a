import type { EntityManager } from "typeorm";
import type { Transact } from "#engine/features";
import type { StoryRequestReason } from "../../entities/StoryRequestReason.js";
import { StoryRequestState } from "../../entities/StoryRequestState.js";
import type { Spent, StoryBudget } from "./StoryBudget.js";

/** The requests that are in a state, and that have the same reason for having no story. */
export interface CountedRequests {
  readonly state: StoryRequestState;
  readonly reason: StoryRequestReason | null;
  readonly requests: number;
  /** How long ago the oldest was asked for, in seconds. */
  readonly oldest: number;
  /** How long one has been due without anybody taking it, in seconds; below 0 until the next is due, and null where none is open. */
  readonly overdue: number | null;
}

/** How the stories that were asked for are getting on. */
export interface StoryStatus {
  readonly requests: readonly CountedRequests[];
  /** The ids of the last that FAILED and may be begun anew. */
  readonly failed: readonly string[];
  /** Of this month, and whether no further call has room. Absent without a budget. */
  readonly spent?: Spent & { readonly isAll: boolean };
}

/** What became of an attempt to have a request begun anew. */
export type Retried = "begun" | "unknown" | "notFailed" | "drawingGone" | "alreadyOpen";

const COUNT = `SELECT state, reason, count(*)::int AS requests, extract(epoch FROM now() - min(created_at))::float AS oldest,
    extract(epoch FROM now() - min(due_at))::float AS overdue
  FROM story_requests GROUP BY state, reason ORDER BY state, reason`;

const FAILED = `SELECT id FROM story_requests WHERE state = 'FAILED' AND drawing_id IS NOT NULL
  ORDER BY finished_at DESC, id LIMIT 5`;

const FIND = `SELECT state, drawing_id, EXISTS (SELECT FROM story_requests AS other
      WHERE other.drawing_id = story_requests.drawing_id AND other.due_at IS NOT NULL) AS "isOpen"
  FROM story_requests WHERE id = $1 FOR UPDATE`;

/** It counts as asked for now: a request that is an hour old would be given up at once. */
const BEGIN_ANEW = `UPDATE story_requests SET state = 'REQUESTED', reason = NULL, attempts = 0, due_at = now(), lease = NULL,
  finished_at = NULL, created_at = now() WHERE id = $1`;

interface Found {
  readonly state: StoryRequestState;
  readonly drawing_id: string | null;
  readonly isOpen: boolean;
}

/** What operators see of the stories that are asked for, and do about them. */
export class StoryOversight {
  /** @param budget absent where nobody is paid for writing. */
  constructor(
    private readonly transact: Transact,
    private readonly budget: StoryBudget | undefined,
  ) {}

  status(): Promise<StoryStatus> {
    return this.transact(async (manager) => {
      const requests = await manager.query<CountedRequests[]>(COUNT);
      const failed = (await manager.query<{ id: string }[]>(FAILED)).map(({ id }) => id);
      if (!this.budget) return { requests, failed };
      const spent = { ...(await this.budget.spent(manager)), isAll: await this.budget.isSpent(manager) };
      return { requests, failed, spent };
    });
  }

  /** Has a request that has FAILED begun anew, as if it had been asked for now. */
  retry(id: string): Promise<Retried> {
    return this.transact(async (manager) => {
      const whyNot = await this.whyNotAnew(manager, id);
      if (whyNot === undefined) await manager.query(BEGIN_ANEW, [id]);
      return whyNot ?? "begun";
    });
  }

  private async whyNotAnew(manager: EntityManager, id: string): Promise<Exclude<Retried, "begun"> | undefined> {
    const [found] = await manager.query<Found[]>(FIND, [id]);
    if (!found) return "unknown";
    if (found.state !== StoryRequestState.FAILED) return "notFailed";
    if (found.drawing_id === null) return "drawingGone";
    return found.isOpen ? "alreadyOpen" : undefined;
  }
}
