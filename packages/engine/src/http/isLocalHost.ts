import { isIP } from "node:net";

/** Names that no public DNS has (RFC 2606, 6762 and 8375), as home and office networks give them; one without a dot is such a name too. */
const LOCAL_NAME = /^[^.]+$|\.(localhost|local|lan|home|home\.arpa|internal|localdomain|test)$/i;

/** Whether a host's name is one of the local network: by an IP address, or by a name that means nothing elsewhere. */
export const isLocalHost = (hostname: string): boolean =>
  isIP(hostname.replace(/^\[(.*)\]$/, "$1")) > 0 || LOCAL_NAME.test(hostname);
