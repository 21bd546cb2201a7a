const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Whether a host, as the URL standard writes it, is this machine. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);
