/** How long the rows of a table are kept. docs/privacy.md tells it in these words. */
export const periods = {
  account: "as long as the account",
  session: "until the session ends, by itself after SESSION_DAYS without use",
  failures: "15 minutes; that somebody signed in from a network, 7 days",
  picture: "as long as a drawing or story shows it; one that nothing shows, a day",
  request: "30 days after it ended, or as long as the account",
  removal: "20 minutes, or until the files are gone",
  tutorial: "until an admin deletes it",
  export: "one hour, or until it is fetched",
  erasure: "for good: it names nobody",
  reads: "ADMIN_READ_DAYS, 365 unless set",
  link: "until it is used or ends: PASSWORD_RESET_MINUTES, EMAIL_VERIFICATION_HOURS",
  pending: "until the erasure, or the next sign-in",
} as const;

export type Period = keyof typeof periods;
