import { hash } from "node:crypto";
import type { Credentials } from "../../RequestContext.js";

/** Reads a bearer token (RFC 6750, section 2.1) from an Authorization header. Anything else in the header is malformed, not nobody. */
export function readCredentials(authorization: string | undefined): Credentials {
  if (authorization === undefined || authorization === "") return { kind: "none" };
  const token = /^Bearer +([\w\-.~+/]{1,512}=*)$/i.exec(authorization)?.[1];
  return token === undefined ? { kind: "malformed" } : { kind: "token", hash: hash("sha256", token, "buffer") };
}
