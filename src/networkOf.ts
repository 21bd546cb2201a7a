import ipaddr from "ipaddr.js";

/** An IPv4 address, or the /64 network of an IPv6 one: whoever has one address of it has them all. */
export function networkOf(address: string): string {
  const withoutZone = address.replace(/%.*$/, "");
  if (!ipaddr.isValid(withoutZone)) return withoutZone;
  const parsed = ipaddr.process(withoutZone);
  return parsed.kind() === "ipv4" ? parsed.toString() : ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/64`).toString();
}
