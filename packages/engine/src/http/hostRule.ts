import { isLocalHost } from "./isLocalHost.js";

/** Whether this service is known by a name, which may have a port. */
export type IsOwnHost = (host: string) => boolean;

/**
 * Without the rule any page could point its own name to this machine (DNS rebinding), and count as a page of the service. An address, or
 * a name of the local network, cannot be misused so.
 * @param names further ones; absent where any name is accepted.
 */
export function hostRule(names: readonly string[] | undefined): IsOwnHost {
  if (names === undefined) return () => true;
  return (host) => {
    const name = host.replace(/:\d+$/, "").toLowerCase();
    return name === "" || isLocalHost(name) || names.includes(name);
  };
}
