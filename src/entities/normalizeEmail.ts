import { domainToASCII } from "node:url";

/** The characters of a domain before it is brought to ASCII. The URL parser would decode % and stop at a slash. */
const IS_DOMAIN = /^(?:[a-z0-9._-]|\P{ASCII})+$/u;

/**
 * The one spelling of an address that is stored and looked up: trimmed, in NFC, in lower case, its domain in ASCII as mail programs send to
 * it (UTS 46), so that one mailbox is one account.
 */
export function normalizeEmail(email: string): string {
  const spelled = email.trim().normalize("NFC").toLowerCase().normalize("NFC");
  const domain = spelled.slice(spelled.lastIndexOf("@") + 1);
  const ascii = IS_DOMAIN.test(domain) ? domainToASCII(domain) : "";
  return ascii === "" ? spelled : `${spelled.slice(0, spelled.length - domain.length)}${ascii}`;
}
