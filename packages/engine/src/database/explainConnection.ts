import { FolderError } from "./FolderError.js";
import { LostOptionsError } from "./LostOptionsError.js";
import { meaningOf } from "./meaningOf.js";
import { sqlStates } from "./sqlStates.js";

/** By the codes of Node. The table of PostgreSQL's codes explains its own answers. */
const OF_THE_NETWORK: Record<string, string> = {
  ECONNREFUSED: "nothing listens at the host and port of DATABASE_URL. Is PostgreSQL running?",
  ENOTFOUND: "the host of DATABASE_URL is unknown. Check its spelling and the network.",
  EAI_AGAIN: "the host of DATABASE_URL cannot be looked up. Check the network.",
  ECONNRESET: "the server closes the connection. It may be starting, or refuse this address: look at its log.",
};
const UNNAMED =
  "DATABASE_URL names no database, and the server has none with the user's name. Write its name after the host: postgresql://user:password@host/database.";

/** By OpenSSL's codes, which Node passes on. */
const UNKNOWN_AUTHORITY = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
const CERTIFICATES: Record<string, string> = {
  ERR_TLS_CERT_ALTNAME_INVALID:
    "the server's certificate is for another host than the one in DATABASE_URL. Name the host that it is for.",
  CERT_HAS_EXPIRED: "the server's certificate has expired. Renew it.",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet. Check the clocks of both machines.",
};

/**
 * Says why the database cannot be reached, without host, user and password. Undefined when the error is no failure to connect.
 * @param url the DATABASE_URL, where it is known.
 */
export function explainConnection(error: unknown, url?: string): string | undefined {
  if (!(error instanceof Error) || error instanceof FolderError) return undefined;
  if (error instanceof LostOptionsError) return error.message;
  const { message } = error;
  const code = sqlStateOfPgBouncer(error as Error & { code?: string });
  if (code === sqlStates.invalidCatalogName && url !== undefined && /^\/?$/.test(new URL(url).pathname)) return UNNAMED;
  const explanation = OF_THE_NETWORK[code] ?? meaningOf(code).explanation;
  if (explanation) return explanation;
  if (/does not support SSL/.test(message))
    return "the server offers no TLS. Turn ssl on in the server; only for one on this machine or a private network, set sslmode=disable.";
  if (UNKNOWN_AUTHORITY.has(code)) return unknownAuthority();
  if (CERTIFICATES[code]) return CERTIFICATES[code];
  if (/SSL|certificate|self.signed/i.test(`${message} ${code}`))
    return "the encrypted connection could not be set up. Check sslmode in DATABASE_URL and the server's certificate.";
  return "code" in error || /connect|terminated|password|timeout/i.test(message)
    ? `it failed with ${code || "no answer in time"}.`
    : undefined;
}

/** @param issuer who signed the server's certificate, as the certificate says. */
export const unknownAuthority = (issuer?: string): string =>
  `the server's certificate comes from an authority that is not trusted here${issuer ? `, "${issuer}"` : ""}. Name its certificate by sslrootcert in DATABASE_URL, or by NODE_EXTRA_CA_CERTS.`;

/** PgBouncer has one code for everything that it refuses. Its message shows which code PostgreSQL would have used. */
function sqlStateOfPgBouncer({ code = "", message }: Error & { code?: string }): string {
  if (code !== sqlStates.protocolViolation) return code;
  if (/password|auth|no such user/i.test(message)) return sqlStates.invalidPassword;
  return /no such database/i.test(message) ? sqlStates.invalidCatalogName : code;
}
