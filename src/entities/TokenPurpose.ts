/** What the token of a link may be spent on. */
export enum TokenPurpose {
  PASSWORD_RESET = "PASSWORD_RESET",
  EMAIL_VERIFICATION = "EMAIL_VERIFICATION",
}
