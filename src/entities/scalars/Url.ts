import { FieldCode } from "../../errors.js";
import { limits } from "../limits.js";
import { stringScalar } from "./stringScalar.js";

export const Url = stringScalar({
  name: "URL",
  description: `An absolute https URL of at most ${limits.url} characters, without credentials. Outside of production also http, on a loopback host.`,
  maxLength: limits.url,
  specifiedByURL: "https://url.spec.whatwg.org/",
  code: FieldCode.INVALID_URL,
  expected: `Send an absolute https URL of at most ${limits.url} characters, without a user name or password.`,
  read: (text) => (isImageUrl(text) ? text : undefined),
});

function isImageUrl(text: string): boolean {
  // The URL parser ignores white space and control characters. The stored text would keep them, so they are refused.
  if (text.length > limits.url || !/^https?:\/\/[^\s/\\]/i.test(text) || /[\s\p{Cc}\p{Cs}]/u.test(text)) return false;
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return (protocol === "https:" || isLoopback(hostname)) && username === "" && password === "";
}

/** Whether the host is this machine for whoever asks: such URLs are for development, and InputCheck refuses them in production. */
const isLoopback = (host: string): boolean => /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(host);
