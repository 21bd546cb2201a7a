const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Whether mails may go to the server by TLS alone: in production, unless it is on this machine. They open accounts. */
export const needsTls = (url: string, isProduction: boolean): boolean => isProduction && !LOOPBACK.test(new URL(url).hostname);
