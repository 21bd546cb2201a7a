import type { Engine } from "#engine";
import type { Config } from "../../config.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { StoryCounts } from "./StoryCounts.js";
import { StoryWork } from "./StoryWork.js";
import { TemplateWriter } from "./TemplateWriter.js";

/** Builds what writes the stories that are asked for. Undefined where the settings have none written. */
export function composeStories(
  { stories, accounts }: Pick<Config, "accounts" | "stories">,
  { transact, log, count, measure }: Pick<Engine, "transact" | "log" | "count" | "measure">,
  consent: ConsentGate,
) {
  if (!stories) return undefined;
  const counts = new StoryCounts({ count, measure });
  const settings = { concurrency: stories.concurrency, mostStories: accounts.stories, counts };
  const work = new StoryWork(transact, consent, new TemplateWriter(), log, settings);
  return { work, mostADay: stories.mostADay, counts, wake: work.wake };
}
