import { isIP } from "node:net";
import { standardUrl } from "#engine/database";
import type { Entry, Setting } from "./Setting.js";

/** The settings of a kind. `read` returns undefined, or throws, for what a value may not be. */
const kind =
  <T>(mayBe: string, read: (given: string) => T | undefined) =>
  <D extends T | undefined>(entry: Entry<D>): Setting<T | Extract<D, undefined>> => ({
    mayBe,
    ...(entry as Entry<T | Extract<D, undefined>>),
    read: (given) => {
      const value = read(given);
      if (value === undefined) throw new Error("");
      return value;
    },
  });

/** A text that passes a test, or is empty where there is none. */
const textThat = (passes: (given: string) => boolean, mayBe: string) =>
  kind(mayBe, (given) => (given === "" || passes(given) ? given : undefined));

/** With commas between them. */
const listThat = (passes: (entry: string) => boolean, mayBe: string) =>
  kind(mayBe, (given): readonly string[] | undefined => {
    const list = given
      .split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== "");
    return list.every(passes) ? list : undefined;
  });

export const text = textThat(() => true, "is a text");

export const oneOf = <const T extends string, D extends T>(choices: readonly T[], entry: Entry<D>): Setting<T> =>
  kind(`is ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`, (given) => choices.find((choice) => choice === given))(
    entry as Entry<T>,
  );

const TRUE: readonly string[] = ["true", "t", "yes", "on", "1"];
const FALSE: readonly string[] = ["false", "f", "no", "off", "0"];

export const flag = kind("is true or false", (given) =>
  TRUE.includes(given) ? true : FALSE.includes(given) ? false : undefined,
);

interface Range {
  readonly from?: number;
  readonly to?: number;
  /** Of what. */
  readonly unit?: string;
}

/** From 1 to 9999, unless the entry says otherwise. */
export function wholeNumber<D extends number | undefined>({ from = 1, to = 9_999, unit, ...entry }: Entry<D> & Range) {
  return kind(`is a whole number${unit ? ` of ${unit}` : ""} from ${from} to ${to}`, (given) => wholeIn(given, from, to))(
    entry,
  );
}

const wholeIn = (given: string, from: number, to: number): number | undefined =>
  /^(?:0|[1-9]\d*)$/.test(given) && given.length <= `${to}`.length && Number(given) >= from && Number(given) <= to
    ? Number(given)
    : undefined;

export const amount = <D extends number>(entry: Entry<D>) => wholeNumber({ to: 999_999_999, ...entry });

export const timeout = <D extends number>(entry: Entry<D>) =>
  wholeNumber({ unit: "milliseconds", from: 100, to: 600_000, ...entry });

export const milliseconds = kind("is a whole number of milliseconds, or 0", (given) => wholeIn(given, 0, 9_999_999));

export const seconds = kind("is a whole number of seconds up to 99999, or 0", (given) => wholeIn(given, 0, 99_999));

/** Positions of the log are looked at each second, so that less could not be held. */
export const lag = kind("is a whole number of milliseconds from 5000 to 999999, or 0", (given) =>
  given === "0" ? wholeIn(given, 0, 999_999) : wholeIn(given, 5_000, 999_999),
);

export const port = kind("is a port number from 1 to 65535, or 0 for any free one", (given) => wholeIn(given, 0, 65_535));

export const databaseUrl = textThat(
  (given) => standardUrl(given) !== undefined,
  "is a URL as postgresql://user:password@host/database?sslmode=require; encode special characters in the password",
);

/** A comma within one is encoded. */
export const databaseUrls = listThat(
  (given) => standardUrl(given) !== undefined,
  "is a list of URLs as that of DATABASE_URL, which it needs, with commas between them; encode a comma within one as %2C",
);

/** On a loopback host any port may be meant: each tool of a frontend takes its own. */
const ANY_PORT = /^(https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])):\*$/;

const isOrigin = (given: string) => URL.canParse(given) && new URL(given).origin === given;

export const origins = listThat(
  (given) => ANY_PORT.test(given) || isOrigin(given),
  "is a list of origins with commas between them, as https://app.example.org,http://localhost:*; * stands for any port of localhost, 127.0.0.1 or [::1]",
);

/** Names of address ranges that need no spelling out: loopback and private networks. */
const PROXY_NAMES: ReadonlySet<string> = new Set(["loopback", "linklocal", "uniquelocal"]);

function isNetwork(given: string): boolean {
  const [address = "", prefix] = given.split("/");
  const bits = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits));
}

export const proxies = listThat(
  (given) => PROXY_NAMES.has(given) || isNetwork(given),
  "is a list of addresses, networks (10.0.0.0/8) and names (loopback, linklocal, uniquelocal) with commas between them",
);

const isHost = (given: string, part: "hostname" | "host") =>
  URL.canParse(`https://${given}`) && new URL(`https://${given}`)[part] === given;

export const hosts = listThat(
  (given) => isHost(given, "hostname"),
  "is a list of host names with commas between them, as images.example.org",
);

export const hostsWithPorts = listThat(
  (given) => isHost(given, "host"),
  "is a list of host names with commas between them, as images.example.org, with a port where it is not 443",
);

/** Long enough not to be guessed. */
export const secret = textThat((given) => given.length >= 32, "has at least 32 characters");

export const serviceUrl = textThat(
  (given) => /^https?:/.test(given) && isOrigin(given),
  "is an address without a path, as https://api.example.org",
);

/** A name that can be a part of an address. Its host never changes with it. */
export const bucketName = textThat(
  (given) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(given),
  "is a name of 3 to 63 small letters, digits, dots and hyphens",
);

/** As it was given out: without blanks or line ends, which are easily copied along. */
export const credential = textThat((given) => /^[\x21-\x7e]*$/.test(given), "has no blanks and no line ends");

/** Without a path or options: an address must not change what a mailer does. A % that encodes nothing is refused. */
export const smtpUrl = textThat(
  (given) => URL.canParse(given) && isMailServer(new URL(given)),
  "is the address of a mail server, as smtp://user:password@host:587 or smtps://host; encode special characters in the password",
);

function isMailServer({ protocol, hostname, username, password, pathname, search, hash }: URL): boolean {
  for (const part of [username, password]) decodeURIComponent(part);
  return /^smtps?:$/.test(protocol) && hostname !== "" && ["", "/"].includes(pathname) && search === "" && hash === "";
}

/** An address, or a name with an address in angle brackets (RFC 5322). */
export const sender = textThat(
  (given) => /^(?:[^<>@\p{Cc}]+ <[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/u.test(given),
  "is an email, or a name with an email in angle brackets",
);

/** The address of a page, with {token} where the token goes: in the fragment, best, which no server or log sees. */
export const pageUrl = textThat(
  (given) => URL.canParse(given) && /^https?:/.test(given) && given.split("{token}").length === 2,
  "is the address of a page, with {token} in it once",
);
