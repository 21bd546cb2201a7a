import { bool } from "envalid";
import type { ApiSettings } from "#engine";
import { amount, interval, positiveInteger, seconds } from "./validators.js";

/** The settings of live queries, beside those of `config.ts`. */
export const liveSettings = {
  LIVE: bool({ default: true }),
  LIVE_INTERVAL_MS: interval({ default: undefined }),
  LIVE_STREAMS: amount({ default: 1_000 }),
  LIVE_STREAMS_PER_VIEWER: positiveInteger({ default: 5 }),
  LIVE_MAX_MINUTES: positiveInteger({ default: 60 }),
  LIVE_SLEEP_AFTER_S: seconds({ default: 60 }),
  LIVE_WAKE_EVERY_S: seconds({ default: 0 }),
};

interface LiveSettings {
  readonly LIVE: boolean;
  readonly LIVE_INTERVAL_MS?: number;
  readonly LIVE_STREAMS: number;
  readonly LIVE_STREAMS_PER_VIEWER: number;
  readonly LIVE_MAX_MINUTES: number;
  readonly LIVE_SLEEP_AFTER_S: number;
  readonly LIVE_WAKE_EVERY_S: number;
}

/** @param isEmbedded whether the database has one session, which polls share with all else. */
export const liveConfig = (settings: LiveSettings, isEmbedded: boolean): ApiSettings["live"] => ({
  isOn: settings.LIVE,
  intervalMs: settings.LIVE_INTERVAL_MS ?? (isEmbedded ? 2_000 : 1_000),
  streams: settings.LIVE_STREAMS,
  streamsOfViewer: settings.LIVE_STREAMS_PER_VIEWER,
  maxMs: settings.LIVE_MAX_MINUTES * 60_000,
  sleepAfterMs: settings.LIVE_SLEEP_AFTER_S * 1_000,
  wakeEveryMs: settings.LIVE_WAKE_EVERY_S * 1_000,
  polledTogether: isEmbedded ? 16 : 64,
});
