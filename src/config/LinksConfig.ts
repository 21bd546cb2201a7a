/** The settings of the links that reset a password or verify an email. */
export interface LinksConfig {
  /** The pages of the app that take the tokens, with {token} in their addresses. Absent where there is none. */
  readonly pages: { readonly PASSWORD_RESET?: string; readonly EMAIL_VERIFICATION?: string };
  /** How many minutes a link is good. */
  readonly minutes: { readonly PASSWORD_RESET: number; readonly EMAIL_VERIFICATION: number };
}
