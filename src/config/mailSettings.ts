import { pageUrl, sender, smtpUrl, wholeNumber } from "./kinds.js";
import { needsTls } from "./needsTls.js";
import type { Values } from "./Setting.js";

export const mailSettings = {
  SMTP_URL: smtpUrl({
    default: "",
    example: "smtp://user:password@mail.example.org:587",
    says: `The mail server that takes the service's mails: smtp:// begins in plain text and turns to TLS, smtps:// is TLS from its
      start. In production a server on another machine gets no mail without TLS. Without it no mail is sent, and operators hand
      links out.`,
  }),
  MAIL_FROM: sender({
    default: "",
    example: "NovaDraw <no-reply@example.org>",
    mayBe: "is the sender of mails, as NovaDraw <no-reply@example.org>; SMTP_URL needs it",
    says: "Who the mails are from. SMTP_URL needs it.",
  }),
  PASSWORD_RESET_URL: pageUrl({
    default: "",
    example: "https://app.example.org/reset-password#{token}",
    mayBe:
      "is the page of your app that takes a new password, as https://app.example.org/reset#{token} (in .env in single quotes, because of the #); SMTP_URL needs it",
    says: `The pages of your app that the links in mails lead to; {token} is where the token goes. Keep it behind #, where no server
      or log sees it. SMTP_URL needs both. Without them npm run user hands out the token alone.`,
  }),
  EMAIL_VERIFICATION_URL: pageUrl({
    default: "",
    example: "https://app.example.org/verify-email#{token}",
    mayBe:
      "is the page of your app that verifies an email, as https://app.example.org/verify#{token} (in .env in single quotes, because of the #); SMTP_URL needs it",
  }),
  // At least as long as mails to one email are counted: so asking in another's name keeps no good link from them.
  PASSWORD_RESET_MINUTES: wholeNumber({
    default: 60,
    from: 15,
    mayBe:
      "is a whole number of minutes from 15 to 9999; three mails in 15 minutes are the most, so the last link has to outlast them",
    says: "How long a link is good that resets a password, 15 minutes at least, and one that verifies an email.",
  }),
  EMAIL_VERIFICATION_HOURS: wholeNumber({ default: 48, unit: "hours" }),
};

type Given = Values<typeof mailSettings>;

/** The settings that are missing where mails are sent. */
export const missingForMail = (given: Given): readonly string[] =>
  given.SMTP_URL === ""
    ? []
    : (["MAIL_FROM", "PASSWORD_RESET_URL", "EMAIL_VERIFICATION_URL"] as const).filter((name) => given[name] === "");

/** Undefined where no mail is sent. */
export const mailOf = (given: Given, isProduction: boolean) =>
  given.SMTP_URL === ""
    ? undefined
    : { url: given.SMTP_URL, from: given.MAIL_FROM, requiresTls: needsTls(given.SMTP_URL, isProduction) };

/** The pages of the app that take tokens, absent where there is none, and how many minutes a link is good. */
export const linksOf = (given: Given) => ({
  pages: {
    ...(given.PASSWORD_RESET_URL !== "" && { PASSWORD_RESET: given.PASSWORD_RESET_URL }),
    ...(given.EMAIL_VERIFICATION_URL !== "" && { EMAIL_VERIFICATION: given.EMAIL_VERIFICATION_URL }),
  },
  minutes: { PASSWORD_RESET: given.PASSWORD_RESET_MINUTES, EMAIL_VERIFICATION: given.EMAIL_VERIFICATION_HOURS * 60 },
});
