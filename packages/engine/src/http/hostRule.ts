import { isLocalHost } from "./isLocalHost.js";

/** Whether this service is known by a name, which may have a port. */
export type IsOwnHost = (host: string) => boolean;

/**
 * Without the rule a page anywhere could have its own name lead to this machine (DNS rebinding), and be taken for a page of the service.
 * Nobody can do that with an address, or with a name that only the local network has.
 * @param names besides those; absent where any name is taken.
 */
export function hostRule(names: readonly string[] | undefined): IsOwnHost {
  if (names === undefined) return () => true;
  return (host) => {
    const name = host.replace(/:\d+$/, "").toLowerCase();
    return name === "" || isLocalHost(name) || names.includes(name);
  };
}
