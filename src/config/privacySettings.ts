import { dirname, join } from "node:path";
import type { databaseSettings } from "./databaseSettings.js";
import { flag, oneOf, secret, serviceUrl, text, wholeNumber } from "./kinds.js";
import type { Values } from "./Setting.js";

export const privacySettings = {
  PRIVACY_KEY: secret({
    default: "",
    mayBe:
      "is a secret of at least 32 characters, as openssl rand -base64 32 prints; with NODE_ENV=production, PRIVACY_JOURNAL needs it",
    says: `The secret that signs the receipts of erasures, and hides accounts in their ledger: at least 32 characters, as openssl
      rand -base64 32 prints. With NODE_ENV=production eraseMe answers UNAVAILABLE without it; elsewhere the service makes one, in
      privacy.key beside DATABASE_DIR. Keep it as long as your backups.`,
  }),
  PUBLIC_URL: serviceUrl({
    default: "",
    example: "https://api.example.org",
    mayBe:
      "is the address of this service without a path, as https://api.example.org; with NODE_ENV=production, PICTURE_STORE needs it",
    says: "The address of this service in the addresses that it hands out. Without it they begin as the client's request did.",
  }),
  PRIVACY_JOURNAL: text({
    default: "",
    example: "/var/lib/novadraw/erasures.jsonl",
    says: "A file on another disk than the database's that remembers erasures, so that a restored backup brings nobody back.",
  }),
  PRIVACY_DEEP_SEARCH: flag({
    default: false,
    says: `Whether an erasure looks for traces of the account in every text, list and JSON of the database. It reads all tables.`,
  }),
  ERASURE_GRACE_DAYS: wholeNumber({
    default: 0,
    from: 0,
    unit: "days",
    says: "How many days an erasure waits. Signing in meanwhile takes it back. 0 erases at once.",
  }),
  CONSENT: oneOf(["off", "recorded", "required"], {
    default: "recorded",
    mayBe: "is off, recorded or required; with STORY_WRITER=openai it has to be required",
    says: `Guardians' consents: off records none, recorded asks nobody for one, required refuses uploads and stories of children
      without one. An account whose birthday is not known counts as a child's.`,
  }),
  CONSENT_AGE: wholeNumber({
    default: 16,
    mayBe: "is a whole number of years from 1",
    says: "The age from which nobody needs a guardian's consent: 16 in Germany.",
  }),
  ADMIN_READ_DAYS: wholeNumber({
    default: 365,
    unit: "days",
    says: "How many days it is kept that an admin looked at what is a child's.",
  }),
  PRIVACY_RECEIPTS: text({
    default: "",
    example: "/var/lib/novadraw/receipts",
    says: `A folder for the receipts of erasures that nobody waits for: they name the pictures to remove from storage. Keep it on a
      disk that lasts. npm run privacy -- unused, which erases accounts that nobody uses, needs it.`,
  }),
};

export type PrivacyConfig = ReturnType<typeof privacyOf>;

export const privacyOf = (
  given: Values<typeof privacySettings> & Values<Pick<typeof databaseSettings, "DATABASE_DIR">>,
  isProduction: boolean,
) => ({
  ...(given.PRIVACY_KEY !== "" && { key: given.PRIVACY_KEY }),
  /** Of the secret that the service makes. In production it makes none. */
  ...(!isProduction && { keyFile: join(dirname(given.DATABASE_DIR), "privacy.key") }),
  ...(given.PUBLIC_URL !== "" && { publicUrl: given.PUBLIC_URL }),
  ...(given.PRIVACY_JOURNAL !== "" && { journal: given.PRIVACY_JOURNAL }),
  isSearchDeep: given.PRIVACY_DEEP_SEARCH,
  graceDays: given.ERASURE_GRACE_DAYS,
  consent: {
    isRecorded: given.CONSENT !== "off",
    ...(given.CONSENT === "required" && { requiredUnderAge: given.CONSENT_AGE }),
  },
  adminReadDays: given.ADMIN_READ_DAYS,
  ...(given.PRIVACY_RECEIPTS !== "" && { receipts: given.PRIVACY_RECEIPTS }),
});
