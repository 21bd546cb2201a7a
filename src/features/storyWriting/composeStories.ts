import type { Engine } from "#engine/features";
import type { Config } from "../../config.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { OpenAiWriter, type PictureOf } from "./OpenAiWriter.js";
import { StoryBudget } from "./StoryBudget.js";
import { StoryCounts } from "./StoryCounts.js";
import { StoryWork } from "./StoryWork.js";
import { TemplateWriter } from "./TemplateWriter.js";

/**
 * Builds what writes the stories that are asked for.
 * @param pictureOf absent where the service keeps no pictures.
 * @returns undefined where the settings have none written, or have them written about pictures and keep none.
 */
export function composeStories(
  { stories, accounts }: Pick<Config, "accounts" | "stories">,
  { transact, log, count, measure }: Pick<Engine, "transact" | "log" | "count" | "measure">,
  consent: ConsentGate,
  pictureOf: PictureOf | undefined,
) {
  if (!stories || (stories.provider && !pictureOf)) return undefined;
  const { concurrency, mostADay, provider } = stories;
  const counts = new StoryCounts({ count, measure });
  const writer = provider && pictureOf ? new OpenAiWriter(provider, pictureOf, counts) : new TemplateWriter();
  const budget = provider && new StoryBudget(transact, provider.tokensPerMonth);
  const settings = { concurrency, mostStories: accounts.stories, counts };
  const work = new StoryWork(transact, consent, writer, log, settings, budget);
  return { work, mostADay, counts, wake: work.wake, isAboutPictures: provider !== undefined, ...(budget && { budget }) };
}
