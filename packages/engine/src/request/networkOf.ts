import ipaddr from "ipaddr.js";
import { addressOf } from "./addressOf.js";

/**
 * The network by which every limit by address counts: an IPv4 address, or the /64 of an IPv6 one, because a client with one address of a
 * /64 has all of them.
 */
export function networkOf(address: string): string {
  const plain = addressOf(address) ?? "";
  return ipaddr.IPv6.isValid(plain) ? ipaddr.IPv6.networkAddressFromCIDR(`${plain}/64`).toString() : plain;
}
