/** The mailbox of an email: the part after a + only sorts mails within it (RFC 5233). */
export const mailboxOf = (email: string): string => email.replace(/(?<=[^+])\+.*(?=@)/, "");
