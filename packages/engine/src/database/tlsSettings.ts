import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import { ConfigError } from "../ConfigError.js";

/** Node 22.15 and later know the machine's own roots. */
const { getCACertificates } = tls as { getCACertificates?: (of: "default" | "system") => string[] };
const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;
const UNENCRYPTED = new Set(["disable", "false", "0", "off", "no"]);

/**
 * How connections to the database at this URL are encrypted, for pg and Node; false where they are not. An encrypted connection always checks
 * the server's certificate, except with no-verify. @throws ConfigError for files that cannot be used, without their names.
 */
export function tlsSettings({ searchParams }: URL): tls.ConnectionOptions | false {
  const mode = searchParams.get("sslmode") ?? searchParams.get("ssl");
  const isImplied =
    ["sslrootcert", "sslcert"].some((name) => searchParams.has(name)) || searchParams.get("sslnegotiation") === "direct";
  if (mode === null ? !isImplied : UNENCRYPTED.has(mode)) return false;
  const file = (name: string) => contentsOf(name, searchParams.get(name));
  const [ca, cert, key] = [
    searchParams.get("sslrootcert") === "system" ? systemRoots() : file("sslrootcert"),
    file("sslcert"),
    file("sslkey"),
  ];
  const passphrase = searchParams.get("sslpassword");
  const settings = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }), ...(passphrase && { passphrase }) };
  try {
    tls.createSecureContext(settings);
    // Node passes over roots that it cannot read.
    if (![ca ?? []].flat().every((text) => CERTIFICATE.test(text))) throw new TypeError("no certificate");
  } catch {
    throw new ConfigError(
      "The files of sslrootcert, sslcert and sslkey in the database's URL cannot be used: they have to be certificates and their key in PEM, with sslpassword where the key is encrypted.",
    );
  }
  return { ...settings, rejectUnauthorized: mode !== "no-verify" };
}

/** The roots that the machine trusts, beside Node's own; these alone where this Node cannot read the machine's. */
const systemRoots = () => (getCACertificates ? [...getCACertificates("default"), ...getCACertificates("system")] : undefined);

function contentsOf(name: string, path: string | null): string | undefined {
  if (path === null) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `The file that ${name} in the database's URL names cannot be read (${code}). Correct ${name}, or let the user of this process read the file.`,
    );
  }
}
