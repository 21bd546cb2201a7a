/** Today in UTC, as the database has the days of use. */
export const TODAY = "(now() AT TIME ZONE 'UTC')::date";

/** How long accounts that nobody uses are kept. */
export interface UnusedPeriod {
  /** From the last use to the erasure. */
  readonly days: number;
  /** From the warning to the erasure, within these days. */
  readonly warningDays: number;
}

/** SQL over users and account_uses: whether nobody has used the account for so many days. Never an admin's, or one that is signed in to. */
export const isUnusedFor = (days: number): string =>
  `last_used_on <= ${TODAY} - ${days} AND users.role <> 'ADMIN'
    AND NOT EXISTS (SELECT FROM sessions WHERE sessions.user_id = users.id AND sessions.expires_at > now())`;
