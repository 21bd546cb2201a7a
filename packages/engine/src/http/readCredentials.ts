import { hash } from "node:crypto";
import type { Credentials } from "../request/RequestContext.js";

/**
 * Reads a bearer token (RFC 6750, section 2.1) from an Authorization header, and without one from a cookie. Anything else in them is
 * malformed, and not anonymous.
 */
export function readCredentials(authorization: string | undefined, cookie?: string): Credentials {
  const given = authorization || (cookie && `Bearer ${cookie}`);
  if (given === undefined || given === "") return { kind: "none" };
  const token = /^Bearer +([\w\-.~+/]{1,512}=*)$/i.exec(given)?.[1];
  return token === undefined ? { kind: "malformed" } : { kind: "token", hash: hash("sha256", token, "buffer") };
}
