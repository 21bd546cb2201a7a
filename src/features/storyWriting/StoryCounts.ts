import type { Engine } from "#engine";
import type { StoryRequestReason } from "../../entities/StoryRequestReason.js";
import { StoryRequestState } from "../../entities/StoryRequestState.js";

const BUCKETS = [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3600];

/** Counts what becomes of the stories that are asked for, in this process. The database is never asked for it. */
export class StoryCounts {
  private readonly states;
  /** A story is there, so many seconds after it was asked for. */
  readonly noteReady: (seconds: number) => void;

  constructor({ count, measure }: Pick<Engine, "count" | "measure">) {
    const help = "Stories that were asked for, by the state that they came to: WRITING counts each try";
    this.states = count("story_requests_total", help, ["state", "reason"]);
    const seconds = measure("story_seconds", "How long it took from asking for a story until it was there", BUCKETS);
    this.noteReady = (given) => {
      this.note(StoryRequestState.READY);
      seconds(given);
    };
  }

  /** So many requests have come to this state. @param reason why there is no story, where there will be none. */
  note(state: StoryRequestState, reason?: StoryRequestReason, requests = 1): void {
    this.states({ state, reason: reason ?? "" }, requests);
  }
}
