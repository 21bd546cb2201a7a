import { createHash } from "node:crypto";
import { nounOf } from "./germanNouns.js";
import type { StoryWriter, Subject, Written } from "./StoryWriter.js";
import { FRAMES, FRIENDS, type Frame, PLACES, WORDS } from "./storyFrames.js";

/** Stories of templates are marked as an AI's, too: nobody who knows the child wrote them. */
const MODEL = "template-1";

/** Writes stories without any service: sentences by people, filled with what the tutorial draws. It sends nothing, and looks at no picture. */
export class TemplateWriter implements StoryWriter {
  async write({ seed, subject }: Subject): Promise<Written> {
    const [frame, where, who] = createHash("sha256").update(seed).digest();
    const { english: x, german } = nounOf(subject);
    const values: Readonly<Record<string, string>> = {
      x,
      X: german.nominative,
      X_akk: german.accusative,
      ...WORDS[german.gender],
      ...pick(PLACES, where),
      ...pick(FRIENDS, who),
    };
    const { titleEn, titleDe, storyTextEn, storyTextDe }: Frame = pick(FRAMES, frame);
    const fill = (text: string) =>
      text.replace(/\{(\w+)\}/g, (_all, name: string) => {
        const value = values[name];
        if (value === undefined) throw new Error(`The template names ${name}, which nothing fills`);
        return value;
      });
    return {
      titleEn: fill(titleEn),
      titleDe: fill(titleDe),
      storyTextEn: fill(storyTextEn),
      storyTextDe: fill(storyTextDe),
      model: MODEL,
    };
  }
}

function pick<Value>(list: readonly Value[], number = 0): Value {
  const picked = list[number % list.length];
  if (picked === undefined) throw new Error("There is nothing to pick from");
  return picked;
}
