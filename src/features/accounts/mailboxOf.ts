/** The mailbox that mails to an email reach: what follows a + sorts them within it (RFC 5233). */
export const mailboxOf = (email: string): string => email.replace(/(?<=[^+])\+.*(?=@)/, "");
