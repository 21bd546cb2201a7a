/**
 * Whether the use of a row of `sessions` is to be noted: its first use after the sign-in, so that a session in use differs from one that
 * never was, and then once an hour.
 */
export const USE_IS_DUE = "(sessions.last_used_at = sessions.created_at OR sessions.last_used_at < now() - interval '1 hour')";

/**
 * Whether a row of `sessions` may be in use: a session that was used within an hour has a note of the last two, since notes are an hour
 * apart at most.
 */
export const MAY_BE_IN_USE =
  "(sessions.last_used_at > sessions.created_at AND sessions.last_used_at > now() - interval '2 hours')";
