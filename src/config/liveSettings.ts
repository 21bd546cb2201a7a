import type { ApiSettings } from "#engine";
import { amount, flag, seconds, wholeNumber } from "./kinds.js";
import type { Values } from "./Setting.js";

export const liveSettings = {
  LIVE: flag({
    default: true,
    says: "Whether live queries are answered: subscription { live { … } }, over text/event-stream or multipart/mixed.",
  }),
  // Often enough that it is worth waiting for, and no more often than a database likes to be asked.
  LIVE_INTERVAL_MS: wholeNumber({
    default: undefined,
    example: "1000",
    unit: "milliseconds",
    from: 250,
    to: 60_000,
    says: `How often it is looked whether anything has changed, from 250 to 60000 milliseconds. 2000 on the embedded database unless
      it is set.`,
  }),
  LIVE_STREAMS: amount({
    default: 1_000,
    says: `How many streams this process has at most; more are refused with 503. And how many a viewer has, or four times as many a
      network without a session; more are RATE_LIMITED.`,
  }),
  LIVE_STREAMS_PER_VIEWER: wholeNumber({ default: 5 }),
  LIVE_MAX_MINUTES: wholeNumber({
    default: 60,
    unit: "minutes",
    says: "How old a stream gets. Then it is closed, and its client comes back, perhaps to another process.",
  }),
  LIVE_SLEEP_AFTER_S: seconds({
    default: 60,
    says: `After how many seconds without a change and without a request to this process nobody looks any more, so that a serverless
      database can sleep; 0 looks always. And how often it is looked all the same: with several processes 600, say; 0 waits for
      the next request.`,
  }),
  LIVE_WAKE_EVERY_S: seconds({ default: 0 }),
};

/** @param isEmbedded whether the database has one session, which polls share with all else. */
export const liveOf = (given: Values<typeof liveSettings>, isEmbedded: boolean): ApiSettings["live"] => ({
  isOn: given.LIVE,
  intervalMs: given.LIVE_INTERVAL_MS ?? (isEmbedded ? 2_000 : 1_000),
  streams: given.LIVE_STREAMS,
  streamsOfViewer: given.LIVE_STREAMS_PER_VIEWER,
  maxMs: given.LIVE_MAX_MINUTES * 60_000,
  sleepAfterMs: given.LIVE_SLEEP_AFTER_S * 1_000,
  wakeEveryMs: given.LIVE_WAKE_EVERY_S * 1_000,
  polledTogether: isEmbedded ? 16 : 64,
});
