import ipaddr from "ipaddr.js";

/** An IPv4 address, or the /64 network of an IPv6 one: someone who has one address of such a network has all of them. */
export function networkOf(address: string): string {
  const withoutZone = address.replace(/%.*$/, "");
  if (!ipaddr.isValid(withoutZone)) return withoutZone;
  const parsed = ipaddr.process(withoutZone);
  return parsed.kind() === "ipv4" ? parsed.toString() : ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/64`).toString();
}
