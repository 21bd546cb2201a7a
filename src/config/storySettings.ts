import { str } from "envalid";
import type { StoriesConfig } from "./StoriesConfig.js";
import { amount, positiveInteger } from "./validators.js";

const WRITERS = ["off", "template"] as const;

/** The settings of the stories that the service writes. */
export const storySettings = {
  STORY_WRITER: str({ choices: WRITERS, default: "off" }),
  STORIES_PER_DAY: amount({ default: 5 }),
  STORY_CONCURRENCY: positiveInteger({ default: 2 }),
};

interface Given {
  readonly STORY_WRITER: (typeof WRITERS)[number];
  readonly STORIES_PER_DAY: number;
  readonly STORY_CONCURRENCY: number;
}

/** Undefined where the service writes no stories. */
export const storiesOf = ({ STORY_WRITER, STORIES_PER_DAY, STORY_CONCURRENCY }: Given): StoriesConfig | undefined =>
  STORY_WRITER === "off" ? undefined : { mostADay: STORIES_PER_DAY, concurrency: STORY_CONCURRENCY };
