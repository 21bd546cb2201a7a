import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { unavailable } from "#engine/features";
import type { PrivacyConfig } from "./privacySettings.js";

const KEY_BYTES = 32;
const NOT_SET_UP =
  "Erasures are not set up here: the operator has to set PRIVACY_KEY. Ask them to, or to erase the account by hand.";

/**
 * The secret of the settings, or the one that this service has made for itself and keeps in a file that only its user may read.
 * @throws ClientError UNAVAILABLE without the setting, in production and where the file cannot be written.
 */
export function privacyKey({ key, keyFile }: Pick<PrivacyConfig, "key" | "keyFile">): string {
  if (key !== undefined) return key;
  if (keyFile === undefined) throw unavailable("noRight", { message: NOT_SET_UP });
  try {
    mkdirSync(dirname(keyFile), { recursive: true });
    // Another process may make it at the same moment: then its key counts.
    writeFileSync(keyFile, randomBytes(KEY_BYTES).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unavailable("noRight", { message: NOT_SET_UP });
  }
  return readFileSync(keyFile, "utf8");
}
