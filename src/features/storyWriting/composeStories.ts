import type { Engine } from "#engine";
import type { Config } from "../../config.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { StoryWork } from "./StoryWork.js";
import { TemplateWriter } from "./TemplateWriter.js";

/** Builds what writes the stories that are asked for. Undefined where the settings have none written. */
export function composeStories(
  { stories, accounts }: Pick<Config, "accounts" | "stories">,
  { transact, log }: Pick<Engine, "transact" | "log">,
  consent: ConsentGate,
) {
  if (!stories) return undefined;
  const settings = { concurrency: stories.concurrency, mostStories: accounts.stories };
  const work = new StoryWork(transact, consent, new TemplateWriter(), log, settings);
  return { work, mostADay: stories.mostADay, wake: work.wake };
}
