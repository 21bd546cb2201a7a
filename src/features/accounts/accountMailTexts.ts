import { Language } from "../../entities/Language.js";
import { TokenPurpose } from "../../entities/TokenPurpose.js";
import type { Mail } from "../../mail/Mailer.js";

type Texts = Readonly<Record<Language, Pick<Mail, "subject" | "text">>>;

/** The changes that the owner of an account gets a mail about. */
export type Notice = "passwordChanged" | "emailChanged";

const TIME: Intl.DateTimeFormatOptions = { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Berlin" };
const german = (time: Date) => `${time.toLocaleString("de-DE", TIME)} Uhr (Berlin)`;
const english = (time: Date) => `${time.toLocaleString("en-GB", TIME)} (Berlin)`;

/** The mails with a link. They name nobody, because the email may be mistyped. */
export const linkMails: Readonly<Record<TokenPurpose, (url: string, expiresAt: Date) => Texts>> = {
  [TokenPurpose.PASSWORD_RESET]: (url, expiresAt) => ({
    [Language.EN]: {
      subject: "A new password for NovaDraw",
      text: `Hello,

somebody has asked for a new password for the NovaDraw account with this email. If that was you, open this link and choose one:

${url}

The link works once, until ${english(expiresAt)}. Then all devices are signed out.

If it was not you, you need not do anything. The password stays as it is.
`,
    },
    [Language.DE]: {
      subject: "Ein neues Passwort für NovaDraw",
      text: `Hallo,

jemand möchte ein neues Passwort für das NovaDraw-Konto mit dieser E-Mail-Adresse. Wenn du das warst, öffne diesen Link und wähle eines:

${url}

Der Link gilt einmal, bis ${german(expiresAt)}. Danach sind alle Geräte abgemeldet.

Wenn du das nicht warst, musst du nichts tun. Das Passwort bleibt, wie es ist.
`,
    },
  }),
  [TokenPurpose.EMAIL_VERIFICATION]: (url, expiresAt) => ({
    [Language.EN]: {
      subject: "Is this your email? NovaDraw",
      text: `Hello,

a NovaDraw account has this email. If it is yours, open this link to confirm it:

${url}

The link works once, until ${english(expiresAt)}.

If you know nothing of such an account, do not open the link. You need not do anything.
`,
    },
    [Language.DE]: {
      subject: "Ist das deine E-Mail-Adresse? NovaDraw",
      text: `Hallo,

ein NovaDraw-Konto hat diese E-Mail-Adresse. Wenn es deines ist, öffne diesen Link, um sie zu bestätigen:

${url}

Der Link gilt einmal, bis ${german(expiresAt)}.

Wenn du kein solches Konto kennst, öffne den Link nicht. Du musst nichts tun.
`,
    },
  }),
};

/** The mails about changes. They hold no link, so that users do not learn to follow links in such mails. */
export const notices: Readonly<Record<Notice, Texts>> = {
  passwordChanged: {
    [Language.EN]: {
      subject: "Your NovaDraw password was changed",
      text: `Hello,

the password of your NovaDraw account was changed just now.

If that was not you, ask for a new password in the app at once: that signs everybody else out.
`,
    },
    [Language.DE]: {
      subject: "Dein NovaDraw-Passwort wurde geändert",
      text: `Hallo,

das Passwort deines NovaDraw-Kontos wurde gerade geändert.

Wenn du das nicht warst, verlange in der App sofort ein neues Passwort: Das meldet alle anderen ab.
`,
    },
  },
  emailChanged: {
    [Language.EN]: {
      subject: "Your NovaDraw account has another email",
      text: `Hello,

your NovaDraw account has got another email just now. From now on mails about it go there, and no longer here.

If that was not you, write to the people who run NovaDraw.
`,
    },
    [Language.DE]: {
      subject: "Dein NovaDraw-Konto hat eine andere E-Mail-Adresse",
      text: `Hallo,

dein NovaDraw-Konto hat gerade eine andere E-Mail-Adresse bekommen. Mails dazu gehen ab jetzt dorthin und nicht mehr hierher.

Wenn du das nicht warst, schreib an die Menschen, die NovaDraw betreiben.
`,
    },
  },
};
