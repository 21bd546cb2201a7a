import { limits } from "../../entities/limits.js";
import type { Written } from "./StoryWriter.js";
import { STORY_CHARACTERS } from "./storyPrompt.js";
import { WriterFailed } from "./WriterFailed.js";

type Texts = Omit<Written, "model">;

const TITLE = { least: 1, most: limits.title };
const LENGTHS = { titleEn: TITLE, titleDe: TITLE, storyTextEn: STORY_CHARACTERS, storyTextDe: STORY_CHARACTERS };
const NAMES = Object.keys(LENGTHS) as (keyof Texts)[];
/** Addresses of pages and of mailboxes, and markup. */
const LEADS_AWAY = /:\/\/|\bwww\.|\S@\S|<|\b[\w-]+\.(?:com|org|net|info|io|app|eu|de|at|ch|uk)\b/;
const CONTROL = /\p{Cc}/u;
const MODEL = /^[\x21-\x7e]+$/;

interface Part {
  readonly type?: unknown;
  readonly text?: unknown;
}

/** What the provider answers, as far as it is looked at. Nothing is taken for granted: a gateway may have answered. */
interface Answer {
  readonly status?: unknown;
  readonly incomplete_details?: { readonly reason?: unknown } | null;
  readonly output?: readonly { readonly type?: unknown; readonly content?: readonly Part[] }[];
  readonly model?: unknown;
}

/**
 * Reads the story in an answer of the provider.
 * @param asked the model that was asked, for an answer that does not name one.
 * @returns "refused" where the provider declines.
 * @throws WriterFailed for an answer that was cut off, or a text that is not as it has to be.
 */
export function storyIn(answer: unknown, asked: string): Written | "refused" {
  const { status, incomplete_details: cut, output, model } = (answer ?? {}) as Answer;
  if (status === "incomplete" && cut?.reason === "content_filter") return "refused";
  const parts = Array.isArray(output) ? output.flatMap(({ content }) => (Array.isArray(content) ? content : [])) : [];
  if (parts.some(({ type }) => type === "refusal")) return "refused";
  if (status !== "completed") throw new WriterFailed({ code: status === "incomplete" ? "CUT_OFF" : "NOT_COMPLETED" });
  const texts = textsIn(parts.map(({ type, text }) => (type === "output_text" ? String(text) : "")).join(""));
  const names = typeof model === "string" && model.length <= limits.aiModel && MODEL.test(model);
  return { ...texts, model: names ? model : asked };
}

function textsIn(json: string): Texts {
  const given = parsed(json);
  const keys = Object.keys(given);
  if (keys.length !== NAMES.length || !NAMES.every((name) => typeof given[name] === "string"))
    throw new WriterFailed({ code: "WRONG_SHAPE" });
  const texts = given as unknown as Texts;
  for (const name of NAMES) check(texts[name], LENGTHS[name], name.startsWith("story"));
  return texts;
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "object" && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Told below, without what was written.
  }
  throw new WriterFailed({ code: "NO_JSON" });
}

/** @throws WriterFailed for a text that must not reach a child as it is. */
function check(text: string, { least, most }: { least: number; most: number }, hasLines: boolean): void {
  const characters = [...text.trim()].length;
  if (characters < least || [...text].length > most) throw new WriterFailed({ code: "WRONG_LENGTH" });
  // A half of a surrogate pair cannot be stored.
  if (CONTROL.test(hasLines ? text.replace(/\r?\n/g, "") : text) || /\p{Cs}/u.test(text))
    throw new WriterFailed({ code: "CONTROL_CHARACTERS" });
  if (LEADS_AWAY.test(text)) throw new WriterFailed({ code: "LINK_OR_MARKUP" });
}
