/** Rows of a table that are kept no longer. */
export interface RetentionRule {
  /** The rows that are deleted, in words. */
  readonly what: string;
  readonly table: string;
  readonly key: string;
  /** SQL: whether a row's time is over. An index serves it. */
  readonly isOver: string;
  /** The column by which the oldest are found first. */
  readonly order: string;
}

/** The table of periods: rows that end by time. Rows that end with an account, or when they are used, are deleted there. */
export const retentionRules = ({ adminReadDays }: { readonly adminReadDays: number }): readonly RetentionRule[] => [
  { what: "sessions that have ended", table: "sessions", key: "id", isOver: "expires_at <= now()", order: "expires_at" },
  {
    what: "counts of failed sign-ins",
    table: "rate_limits",
    key: "key",
    isOver: "expire < extract(epoch FROM now()) * 1000",
    order: "expire",
  },
  { what: "copies that nobody fetched", table: "exports", key: "id", isOver: "expires_at <= now()", order: "expires_at" },
  {
    what: "links that nobody used",
    table: "one_time_tokens",
    key: "token_hash",
    isOver: "expires_at <= now()",
    order: "expires_at",
  },
  {
    what: "pictures that nothing shows",
    table: "pictures",
    key: "id",
    // What was shown once goes when it is shown no longer, so that older rows need no look.
    isOver: `created_at <= now() - interval '1 day' AND created_at > now() - interval '30 days'
      AND NOT EXISTS (SELECT FROM drawings WHERE picture_id = pictures.id)
      AND NOT EXISTS (SELECT FROM stories WHERE picture_id = pictures.id)`,
    order: "created_at",
  },
  {
    what: "requests of stories that have ended",
    table: "story_requests",
    key: "id",
    isOver: "finished_at <= now() - interval '30 days'",
    order: "finished_at",
  },
  {
    what: "notes of what admins looked at",
    table: "admin_reads",
    key: "id",
    isOver: `read_at <= now() - make_interval(days => ${adminReadDays})`,
    order: "read_at",
  },
];
