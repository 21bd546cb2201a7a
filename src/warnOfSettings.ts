import type { ServiceLog } from "#engine/features";
import type { Config } from "./config.js";

/** Warns the operator of features that are off with these settings. */
export function warnOfSettings(config: Config, log: ServiceLog): void {
  const { isProduction, privacy, mail, pictures, stories, unusedKeys } = config;
  if (isProduction && privacy.key === undefined)
    log.warn("PRIVACY_KEY is not set: eraseMe answers UNAVAILABLE. .env.example says how to make one.");
  if (!mail)
    log[isProduction ? "warn" : "info"](
      "SMTP_URL is not set: no mail is sent. Hand links out with npm run user -- reset-link EMAIL and verify-link EMAIL.",
    );
  if (stories?.provider && !pictures)
    log.warn(
      "PICTURE_STORE is off: no story is written, because STORY_WRITER=openai tells of pictures that the service keeps.",
    );
  if (unusedKeys)
    log.warn(
      `${unusedKeys.join(" and ")}: set, and not used. Only STORY_WRITER=openai, with all that .env.example names there, has an AI asked.`,
    );
}
