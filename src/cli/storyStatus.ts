import type { Config } from "../config.js";
import { StoryRequestState } from "../entities/StoryRequestState.js";
import type { CountedRequests, StoryStatus } from "../features/storyWriting/StoryOversight.js";

/** A process that serves looks more often than that, while anybody uses it. */
const OVERDUE_SECONDS = 120;

/** What an operator reads of the stories that are asked for: how many there are, what they use, and what keeps them waiting. */
export function storyStatus(
  { requests, failed, spent }: StoryStatus,
  { stories, pictures }: Pick<Config, "stories" | "pictures">,
): readonly string[] {
  const most = stories?.provider?.tokensPerMonth;
  const paused = [
    ...(stories ? [] : ["STORY_WRITER is off, by the settings of this command."]),
    ...(stories?.provider && !pictures ? ["STORY_WRITER=openai tells of pictures, and PICTURE_STORE is off."] : []),
    ...(spent?.isAll ? ["the month has no room for another call. Raise STORY_TOKENS_PER_MONTH, or wait for the next."] : []),
  ];
  return [
    requests.length === 0 ? "No stories were asked for in the last 30 days." : "Stories that were asked for:",
    ...requests.map(lineOf),
    ...(spent ? [`Tokens of this month: ${spent.input + spent.output} of ${most}, in calls: ${spent.calls}.`] : []),
    ...paused.map((why) => `Paused: ${why}`),
    ...requests.flatMap(waitOf),
    ...(failed.length === 0
      ? []
      : ["The last that may be begun anew, by npm run stories -- retry ID:", ...failed.map((id) => `  ${id}`)]),
  ];
}

const lineOf = ({ state, reason, requests, oldest }: CountedRequests): string =>
  `  ${state}${reason === null ? "" : ` (${reason})`}: ${requests}, the oldest from ${spanOf(oldest)} ago`;

/** What keeps requests waiting, as far as their rows tell. */
function waitOf({ state, overdue }: CountedRequests): readonly string[] {
  if (overdue === null) return [];
  if (overdue > OVERDUE_SECONDS)
    return [`Nobody takes what is ${state}: it has been due for ${spanOf(overdue)}. Processes look while somebody uses them.`];
  return state === StoryRequestState.REQUESTED && overdue < 0
    ? [`All that are REQUESTED wait for another try, the next in ${spanOf(-overdue)}. The log says why.`]
    : [];
}

function spanOf(seconds: number): string {
  const [size, unit] = seconds < 120 ? [1, "s"] : seconds < 7_200 ? [60, "min"] : [3_600, "h"];
  return `${Math.round(seconds / size)} ${unit}`;
}
