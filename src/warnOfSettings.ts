import type { ServiceLog } from "#engine/features";
import type { Config } from "./config.js";

/** Warns the operator of features that are off with these settings. */
export function warnOfSettings({ isProduction, privacy, mail }: Config, log: ServiceLog): void {
  if (isProduction && privacy.key === undefined)
    log.warn("PRIVACY_KEY is not set: eraseMe answers UNAVAILABLE. .env.example says how to make one.");
  if (!mail)
    log[isProduction ? "warn" : "info"](
      "SMTP_URL is not set: no mail is sent. Hand links out with npm run user -- reset-link EMAIL and verify-link EMAIL.",
    );
}
