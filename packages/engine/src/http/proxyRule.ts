import { BlockList, isIP } from "node:net";
import { addressOf } from "../request/addressOf.js";

/** Whether the sender with this address is a proxy whose headers are believed. */
export type IsProxy = (address: string | undefined) => boolean;

const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  uniquelocal: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

/** @param trusted addresses, networks and names, as TRUST_PROXY has them. */
export function proxyRule(trusted: readonly string[]): IsProxy {
  const proxies = new BlockList();
  for (const entry of trusted.flatMap((name) => NAMED[name] ?? name)) {
    const [address = "", prefix] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    proxies.addSubnet(address, Number(prefix ?? (family === "ipv6" ? 128 : 32)), family);
  }
  return (text) => {
    const address = addressOf(text ?? "");
    // In this form an IPv4 address meets rules of both families.
    return address !== undefined && proxies.check(isIP(address) === 4 ? `::ffff:${address}` : address, "ipv6");
  };
}
