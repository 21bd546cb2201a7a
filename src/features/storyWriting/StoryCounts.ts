import type { Engine } from "#engine/features";
import type { StoryRequestReason } from "../../entities/StoryRequestReason.js";
import { StoryRequestState } from "../../entities/StoryRequestState.js";
import type { Tokens } from "./TokenUse.js";

/** Refused: the provider, or its check of the picture or the texts, says no. Deferred: it is to be asked later. */
export type CallOutcome = "answered" | "refused" | "deferred" | "failed";

const BUCKETS = [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3600];

/** Counts what becomes of the stories that are asked for, in this process. The database is never asked for it. */
export class StoryCounts {
  private readonly states;
  private readonly calls;
  private readonly tokens;
  /** A story is there, so many seconds after it was asked for. */
  readonly noteReady: (seconds: number) => void;

  constructor({ count, measure }: Pick<Engine, "count" | "measure">) {
    const help = "Stories that were asked for, by the state that they came to: WRITING counts each try";
    this.states = count("story_requests_total", help, ["state", "reason"]);
    this.calls = count("story_calls_total", "Calls to the provider that writes stories, by what became of them", ["outcome"]);
    this.tokens = count("story_tokens_total", "Tokens that calls to the provider have used", ["direction"]);
    const seconds = measure("story_seconds", "How long it took from asking for a story until it was there", BUCKETS);
    this.noteReady = (given) => {
      this.note(StoryRequestState.READY);
      seconds(given);
    };
  }

  /** A call to the provider is over. */
  noteCall(outcome: CallOutcome): void {
    this.calls({ outcome });
  }

  /** A try has used so much of the provider. */
  noteTokens({ input, output }: Tokens): void {
    this.tokens({ direction: "input" }, input);
    this.tokens({ direction: "output" }, output);
  }

  /** So many requests have come to this state. @param reason why there is no story, where there will be none. */
  note(state: StoryRequestState, reason?: StoryRequestReason, requests = 1): void {
    this.states({ state, reason: reason ?? "" }, requests);
  }
}
