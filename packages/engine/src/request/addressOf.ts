import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * The IP address that a text holds, in one spelling; undefined where it holds none. Quotes, brackets and a port, which some proxies add,
 * do not count, and neither does the zone of a local address. An IPv4 address within IPv6 is an IPv4 address.
 */
export function addressOf(text: string): string | undefined {
  const unquoted = text.trim().replace(/^"(.*)"$/, "$1");
  // Without brackets an IPv6 address takes a port for its last group.
  const bare = isIP(unquoted) > 0 ? unquoted : unquoted.replace(/:\d{1,5}$/, "").replace(/^\[(.*)\]$/, "$1");
  // ipaddr.js would take a plain number for an address too.
  return isIP(bare) > 0 ? ipaddr.process(bare.replace(/%.*$/, "")).toString() : undefined;
}
