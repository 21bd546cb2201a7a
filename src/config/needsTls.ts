import { isLoopback } from "./isLoopback.js";

/** Whether mails may go to the server by TLS alone: in production, unless it is on this machine. They open accounts. */
export const needsTls = (url: string, isProduction: boolean): boolean => isProduction && !isLoopback(new URL(url).hostname);
