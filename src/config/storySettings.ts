import { isLoopback } from "./isLoopback.js";
import { amount, oneOf, text, wholeNumber } from "./kinds.js";
import type { privacySettings } from "./privacySettings.js";
import type { Values } from "./Setting.js";

/** What an operator states by this word. There is no other, so that nobody states it by chance. */
const CONFIRMED = "confirmed";
/** Less would be too little for one story. */
const FEWEST_TOKENS = 6_000;
const MODEL = /^[\w.:/-]{1,100}$/;
/** What a header may hold. */
const KEY = /^[\x21-\x7e]+$/;

export const storySettings = {
  STORY_WRITER: oneOf(["off", "template", "openai"], {
    default: "off",
    says: `What writes the stories that children ask for: off writes none, and requestStory answers NOT_OFFERED; template fills
      sentences by people with what the tutorial draws, in both languages, and sends nothing anywhere. npm run dev and npm run demo
      use it. openai sends the picture to OpenAI, and needs all of the following, CONSENT=required and a PICTURE_STORE. Keys alone
      switch nothing on.`,
  }),
  STORIES_PER_DAY: amount({
    default: 5,
    says: `How many stories an account may ask for in 24 hours; more answer RATE_LIMITED. And how many a process writes at once.`,
  }),
  STORY_CONCURRENCY: wholeNumber({ default: 2 }),
  OPENAI_API_KEY: text({
    default: "",
    mayBe: "is the key of the provider's API; STORY_WRITER=openai needs it",
    says: "The key of OpenAI's API, and the name of one of its models that reads pictures.",
  }),
  STORY_MODEL: text({
    default: "",
    mayBe: "is the name of one of the provider's models that reads pictures; STORY_WRITER=openai needs it",
  }),
  STORY_TOKENS_PER_MONTH: amount({
    default: 0,
    example: "1000000",
    mayBe: `is a whole number of tokens from ${FEWEST_TOKENS} to 999999999, which all stories of a month may use; STORY_WRITER=openai needs it`,
    says: `How many tokens all stories of a month (UTC) may use together: ${FEWEST_TOKENS} at least, which is kept free for each
      story that is begun. A story uses about half of that. When the month's are used up, requestStory answers RATE_LIMITED.`,
  }),
  AI_ZERO_RETENTION: oneOf(["", CONFIRMED], {
    default: "",
    example: CONFIRMED,
    mayBe:
      "has to be confirmed with STORY_WRITER=openai: that the provider has agreed in writing to keep nothing of what is sent",
    says: `What you confirm by the word confirmed: that OpenAI has agreed with you to keep nothing of what is sent (zero data
      retention), and that you have read its guidance for users under 18, and follow it. docs/privacy.md says what is sent.`,
  }),
  AI_UNDER_18: oneOf(["", CONFIRMED], {
    default: "",
    example: CONFIRMED,
    mayBe:
      "has to be confirmed with STORY_WRITER=openai: that the provider's guidance for users under 18 was read and is followed",
  }),
  OPENAI_BASE_URL: text({
    default: "https://api.openai.com/v1",
    mayBe:
      "is the address of the provider's API, as https://api.openai.com/v1, without credentials and options; outside of production also http on a loopback host",
    says: "Where its API is: https, or outside of production also http on this machine.",
  }),
};

type Given = Values<typeof storySettings>;

/** The settings that are missing where a service of others writes the stories, or that do not fit that. */
export function missingForStories(
  given: Given & Values<Pick<typeof privacySettings, "CONSENT">>,
  isProduction: boolean,
): readonly string[] {
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

/** The service of others that writes the stories. */
export type StoryProviderConfig = ReturnType<typeof providerOf>;

const providerOf = (given: Given) => ({
  url: given.OPENAI_BASE_URL,
  apiKey: given.OPENAI_API_KEY,
  model: given.STORY_MODEL,
  tokensPerMonth: given.STORY_TOKENS_PER_MONTH,
});

/** Undefined where the service writes no stories. Without a provider sentences by people are filled, and nothing is sent. */
export const storiesOf = (given: Given) =>
  given.STORY_WRITER === "off"
    ? undefined
    : {
        mostADay: given.STORIES_PER_DAY,
        concurrency: given.STORY_CONCURRENCY,
        ...(given.STORY_WRITER === "openai" && { provider: providerOf(given) }),
      };

/** The keys of services that write stories which are set without being used: a .env may have them from before. */
export const unusedStoryKeys = (variables: NodeJS.ProcessEnv, writer: Given["STORY_WRITER"]): readonly string[] =>
  ["OPENAI_API_KEY", "GOOGLE_API_KEY"].filter((name) => variables[name] && !(name === "OPENAI_API_KEY" && writer === "openai"));

/** Pictures of children go there, so nobody may listen on the way. */
function isProviderUrl(given: string, isProduction: boolean): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(given);
  const isPrivate = protocol === "https:" || (protocol === "http:" && !isProduction && isLoopback(hostname));
  return isPrivate && [username, password, search, hash].every((part) => part === "");
}
