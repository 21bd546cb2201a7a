import { URL_CHARACTERS } from "#engine/entities";

/**
 * The longest and the most that the model holds: texts in characters (Unicode code points), lists in entries. Columns, inputs and
 * descriptions have them from here; a migration writes them into the database once more, since history must not change.
 */
export const limits = {
  email: 255,
  passwordHash: 255,
  /** The fewest characters of a new password. */
  passwordCharacters: 8,
  /** The most bytes of a password in UTF-8: bcrypt reads no more. */
  passwordBytes: 72,
  /** The longest password that a sign-in looks at. */
  sentPassword: 1_000,
  name: 50,
  userAgent: 255,
  /** Of one account; a new one replaces the one that was unused for longest. */
  sessions: 100,
  url: URL_CHARACTERS,
  /** 32 bytes in base64url. */
  storageKey: 43,
  /** The most bytes of a picture as it is sent. */
  pictureBytes: 8_000_000,
  category: 100,
  subject: 100,
  description: 5_000,
  instruction: 2_000,
  /** Of one tutorial. */
  steps: 50,
  /** Of the texts of all steps that one create brings, so that a request has a size that a server can bear. */
  sentSteps: 100_000,
  /** Rows that one bulk change names. */
  idsAtOnce: 50,
  /** Those that are listed. */
  categories: 1_000,
  /** Of one drawing. */
  editedImages: 50,
  title: 200,
  storyText: 20_000,
  excerpt: 1_000,
  aiModel: 100,
  /** Tables that the receipt of an erasure counts. */
  erasedTables: 100,
  /** Images that the receipt of an erasure lists: an answer holds no more. */
  erasedImages: 3_000,
  signature: 43,
  /** The longest token of a link that is looked at. */
  linkToken: 100,
  tableName: 63,
  guardian: 255,
  textVersion: 50,
  /** Of one account, given or withdrawn. */
  consents: 100,
  operationName: 100,
  /** The largest integer that a column of PostgreSQL holds. */
  generationTimeMs: 2_147_483_647,
} as const;
