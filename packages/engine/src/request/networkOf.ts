import ipaddr from "ipaddr.js";
import { addressOf } from "./addressOf.js";

/**
 * What every limit by address counts by: an IPv4 address, or the /64 network of an IPv6 one, because someone who has one address of such a
 * network has all of them.
 */
export function networkOf(address: string): string {
  const plain = addressOf(address) ?? "";
  return ipaddr.IPv6.isValid(plain) ? ipaddr.IPv6.networkAddressFromCIDR(`${plain}/64`).toString() : plain;
}
