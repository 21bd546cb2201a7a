import { FieldCode } from "../errors.js";
import { stringScalar } from "./stringScalar.js";

/** The longest URL that is taken. */
export const URL_CHARACTERS = 2_048;

export const Url = stringScalar({
  name: "URL",
  description: `An absolute https URL of at most ${URL_CHARACTERS} characters, without credentials and backslashes. It is stored as the URL standard writes it, so ÄPFEL.example becomes xn--pfel-koa.example. Outside of production also http, on a loopback host.`,
  maxLength: URL_CHARACTERS,
  specifiedByURL: "https://url.spec.whatwg.org/",
  code: FieldCode.INVALID_URL,
  expected: `Send an absolute https URL of at most ${URL_CHARACTERS} characters, without a user name or password, and without backslashes.`,
  read: imageUrl,
});

/** The URL as the standard's parser writes it, so that its readers see the host that was checked. */
function imageUrl(text: string): string | undefined {
  // The parser ignores white space and control characters, and reads a backslash as a slash: a client that sends them means something else.
  if (text.length > URL_CHARACTERS || !/^https?:\/\/[^\s/\\]/i.test(text) || /[\s\\\p{Cc}\p{Cs}]/u.test(text)) return undefined;
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, username, password, href } = new URL(text);
  const isGood =
    (protocol === "https:" || isLoopback(hostname)) && username === "" && password === "" && href.length <= URL_CHARACTERS;
  return isGood ? href : undefined;
}

/** Whether the host is the reader's own machine: such URLs are for development, and InputCheck refuses them in production. */
const isLoopback = (host: string): boolean => /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(host);
