import type { FastifyRequest } from "fastify";

/**
 * Whether a foreign page could have had the browser send this request with the user's session: by a cookie alone, with nothing that would
 * have made the browser ask first. Origins that may not call are refused before. No page can write Sec-Fetch-Site, which browsers send.
 */
export const isForgeable = ({ headers }: FastifyRequest, cookie: string): boolean =>
  headers.cookie?.includes(`${cookie}=`) === true &&
  headers.authorization === undefined &&
  headers.origin === undefined &&
  headers["apollo-require-preflight"] === undefined &&
  headers["sec-fetch-site"] !== "same-origin";
