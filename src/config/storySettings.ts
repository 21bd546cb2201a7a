import { str } from "envalid";
import { isLoopback } from "./isLoopback.js";
import type { StoriesConfig } from "./StoriesConfig.js";
import { amount, positiveInteger } from "./validators.js";

const WRITERS = ["off", "template", "openai"] as const;
/** What an operator states by this word. There is no other, so that nobody states it by chance. */
const CONFIRMED = "confirmed";
/** Less would be too little for one story. */
const FEWEST_TOKENS = 6_000;
const MODEL = /^[\w.:/-]{1,100}$/;
/** What a header may hold. */
const KEY = /^[\x21-\x7e]+$/;

/** The settings of the stories that the service writes. */
export const storySettings = {
  STORY_WRITER: str({ choices: WRITERS, default: "off" }),
  STORIES_PER_DAY: amount({ default: 5 }),
  STORY_CONCURRENCY: positiveInteger({ default: 2 }),
  OPENAI_API_KEY: str({ default: "" }),
  OPENAI_BASE_URL: str({ default: "https://api.openai.com/v1" }),
  STORY_MODEL: str({ default: "" }),
  STORY_TOKENS_PER_MONTH: amount({ default: 0 }),
  AI_ZERO_RETENTION: str({ choices: ["", CONFIRMED], default: "" }),
  AI_UNDER_18: str({ choices: ["", CONFIRMED], default: "" }),
};

interface Given {
  readonly STORY_WRITER: (typeof WRITERS)[number];
  readonly STORIES_PER_DAY: number;
  readonly STORY_CONCURRENCY: number;
  readonly OPENAI_API_KEY: string;
  readonly OPENAI_BASE_URL: string;
  readonly STORY_MODEL: string;
  readonly STORY_TOKENS_PER_MONTH: number;
  readonly AI_ZERO_RETENTION: string;
  readonly AI_UNDER_18: string;
  readonly CONSENT: string;
}

/** The settings that are missing where a service of others writes the stories, or that do not fit that. */
export function missingForStories(given: Given, isProduction: boolean): readonly string[] {
  if (given.STORY_WRITER !== "openai") return [];
  const fits = {
    OPENAI_API_KEY: KEY.test(given.OPENAI_API_KEY),
    OPENAI_BASE_URL: isProviderUrl(given.OPENAI_BASE_URL, isProduction),
    STORY_MODEL: MODEL.test(given.STORY_MODEL),
    STORY_TOKENS_PER_MONTH: given.STORY_TOKENS_PER_MONTH >= FEWEST_TOKENS,
    AI_ZERO_RETENTION: given.AI_ZERO_RETENTION === CONFIRMED,
    AI_UNDER_18: given.AI_UNDER_18 === CONFIRMED,
    CONSENT: given.CONSENT === "required",
  };
  return Object.entries(fits).flatMap(([name, isFit]) => (isFit ? [] : [name]));
}

/** Undefined where the service writes no stories. */
export const storiesOf = (given: Given): StoriesConfig | undefined =>
  given.STORY_WRITER === "off"
    ? undefined
    : {
        mostADay: given.STORIES_PER_DAY,
        concurrency: given.STORY_CONCURRENCY,
        ...(given.STORY_WRITER === "openai" && {
          provider: {
            url: given.OPENAI_BASE_URL,
            apiKey: given.OPENAI_API_KEY,
            model: given.STORY_MODEL,
            tokensPerMonth: given.STORY_TOKENS_PER_MONTH,
          },
        }),
      };

/** The keys of services that write stories which are set without being used: a .env may have them from before. */
export const unusedStoryKeys = (variables: NodeJS.ProcessEnv, stories: StoriesConfig | undefined): readonly string[] =>
  ["OPENAI_API_KEY", "GOOGLE_API_KEY"].filter((name) => variables[name] && !(name === "OPENAI_API_KEY" && stories?.provider));

/** Pictures of children go there, so nobody may listen on the way. */
function isProviderUrl(given: string, isProduction: boolean): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(given);
  const isPrivate = protocol === "https:" || (protocol === "http:" && !isProduction && isLoopback(hostname));
  return isPrivate && [username, password, search, hash].every((part) => part === "");
}
