import { isIP } from "node:net";
import { makeValidator } from "envalid";
import { standardUrl } from "#engine/database";

/** Names of address ranges that need no spelling out: loopback and private networks. */
const PROXY_NAMES: ReadonlySet<string> = new Set(["loopback", "linklocal", "uniquelocal"]);

export const databaseUrl = makeValidator((given) => {
  if (given !== "") standardUrl(given);
  return given;
});

/** With commas between them. A comma within one is encoded. */
export const databaseUrls = makeValidator((given) => {
  const list = commaList(given);
  for (const url of list) standardUrl(url);
  return list;
});

const commaList = (given: string) =>
  given
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");

/** On a loopback host any port may be meant: each tool of a frontend takes its own. */
const ANY_PORT = /^(https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])):\*$/;

export const origins = makeValidator((given) => {
  const list = commaList(given);
  if (!list.every((origin) => ANY_PORT.test(origin) || (URL.canParse(origin) && new URL(origin).origin === origin)))
    throw new Error("");
  return list;
});

const isNetwork = (entry: string) => {
  const [address = "", prefix] = entry.split("/");
  const bits = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits));
};

export const proxies = makeValidator((given) => {
  const list = commaList(given);
  if (!list.every((entry) => PROXY_NAMES.has(entry) || isNetwork(entry))) throw new Error("");
  return list;
});

const listOf = (part: "hostname" | "host") =>
  makeValidator((given) => {
    const list = commaList(given);
    if (!list.every((host) => URL.canParse(`https://${host}`) && new URL(`https://${host}`)[part] === host))
      throw new Error("");
    return list;
  });

export const hosts = listOf("hostname");
export const hostsWithPorts = listOf("host");

export const bcryptCost = makeValidator((given) => {
  if (!/^\d{1,2}$/.test(given) || Number(given) < 4 || Number(given) > 16) throw new Error("");
  return Number(given);
});

export const port = makeValidator((given) => {
  if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535) throw new Error("");
  return Number(given);
});

export const milliseconds = makeValidator((given) => {
  if (!/^\d{1,7}$/.test(given)) throw new Error("");
  return Number(given);
});

/** Positions of the log are looked at each second, so that less could not be held. */
export const lag = makeValidator((given) => {
  if (!/^\d{1,6}$/.test(given) || (Number(given) > 0 && Number(given) < 5_000)) throw new Error("");
  return Number(given);
});

/** Often enough that it is worth waiting for, and no more often than a database likes to be asked. */
export const interval = makeValidator((given) => {
  if (!/^\d{3,5}$/.test(given) || Number(given) < 250 || Number(given) > 60_000) throw new Error("");
  return Number(given);
});

export const seconds = makeValidator((given) => {
  if (!/^\d{1,5}$/.test(given)) throw new Error("");
  return Number(given);
});

export const timeout = makeValidator((given) => {
  if (!/^\d{3,6}$/.test(given) || Number(given) < 100 || Number(given) > 600_000) throw new Error("");
  return Number(given);
});

export const positiveInteger = makeValidator((given) => {
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new Error("");
  return Number(given);
});

export const amount = makeValidator((given) => {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new Error("");
  return Number(given);
});

/** Long enough not to be guessed. Empty where there is none. */
export const secret = makeValidator((given) => {
  if (given !== "" && given.length < 32) throw new Error("");
  return given;
});

export const serviceUrl = makeValidator((given) => {
  if (given !== "" && !(URL.canParse(given) && /^https?:/.test(given) && new URL(given).origin === given)) throw new Error("");
  return given;
});

/** A name that can be a part of an address. Its host never changes with it. */
export const bucketName = makeValidator((given) => {
  if (given !== "" && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(given)) throw new Error("");
  return given;
});

/** As it was given out: without blanks or line ends, which are easily copied along. */
export const credential = makeValidator((given) => {
  if (!/^[\x21-\x7e]*$/.test(given)) throw new Error("");
  return given;
});

export const days = makeValidator((given) => {
  if (!/^\d{1,4}$/.test(given)) throw new Error("");
  return Number(given);
});

/** Without a path or options: an address must not change what a mailer does. A % that encodes nothing is refused. */
export const smtpUrl = makeValidator((given) => {
  if (given === "") return given;
  if (!(URL.canParse(given) && isMailServer(new URL(given)))) throw new Error("");
  const { username, password } = new URL(given);
  for (const part of [username, password]) decodeURIComponent(part);
  return given;
});

const isMailServer = ({ protocol, hostname, pathname, search, hash }: URL) =>
  /^smtps?:$/.test(protocol) && hostname !== "" && ["", "/"].includes(pathname) && search === "" && hash === "";

/** An address, or a name with an address in angle brackets (RFC 5322). */
export const sender = makeValidator((given) => {
  if (given !== "" && !/^(?:[^<>@\p{Cc}]+ <[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/u.test(given)) throw new Error("");
  return given;
});

/** The address of a page, with {token} where the token goes: in the fragment, best, which no server or log sees. */
export const pageUrl = makeValidator((given) => {
  const isPage = URL.canParse(given) && /^https?:/.test(given) && given.split("{token}").length === 2;
  if (given !== "" && !isPage) throw new Error("");
  return given;
});

/** At least as long as mails to one email are counted: so asking in another's name keeps no good link from them. */
export const resetMinutes = makeValidator((given) => {
  if (!/^[1-9]\d{0,3}$/.test(given) || Number(given) < 15) throw new Error("");
  return Number(given);
});
