import type { Transact } from "../packages/engine/src/writes/Writer.js";
import type { BackgroundWork } from "./BackgroundWork.js";
import type { Config } from "./config.js";
import { type StoryLog, StoryWork } from "./features/storyWriting/StoryWork.js";
import { TemplateWriter } from "./features/storyWriting/TemplateWriter.js";
import type { ConsentGate } from "./writes/ConsentGate.js";

interface StoryParts {
  readonly config: Pick<Config, "accounts" | "stories">;
  readonly log?: StoryLog;
  readonly transact: Transact;
  readonly consent: ConsentGate;
}

export type StoryServices = NonNullable<ReturnType<typeof composeStories>>;

/** Builds what writes the stories that are asked for. Undefined where the settings have none written. */
export function composeStories({
  config: { stories, accounts },
  log = { warn: () => undefined },
  transact,
  consent,
}: StoryParts) {
  if (!stories) return undefined;
  const settings = { concurrency: stories.concurrency, mostStories: accounts.stories };
  const work = new StoryWork(transact, consent, new TemplateWriter(), log, settings);
  return { work, mostADay: stories.mostADay, wake: work.wake };
}

/** Has stories be written from the service's start to its stop. */
export const writeStories = (background: BackgroundWork, { work }: StoryServices): void =>
  background.add({ start: async () => work.wake(), stop: () => work.stop() });
