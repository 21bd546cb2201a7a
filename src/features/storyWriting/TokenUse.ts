/** In the units of the service that writes: about four characters of English each. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** The most that one call may use: a picture with the instructions, and the longest answer. One that never answers counts as much. */
export const LONGEST_CALL: Tokens = { input: 4_000, output: 2_000 };

/** What one try has used. A writer that calls a service fills it in before the call and after it. */
export interface TokenUse {
  tokens?: Tokens;
}
