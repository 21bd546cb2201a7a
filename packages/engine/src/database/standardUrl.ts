import { SettingError } from "./SettingError.js";

const SCHEME = /^postgres(ql)?(\+\w+)?:\/\//;
/** A URL whose host is left out, as libpq allows: then a parameter names it, or a socket is meant. */
const WITHOUT_HOST = /^(postgresql:\/\/(?:[^/?#@]*@)?)(?=[:/?#]|$)/;
const PLACEHOLDER = "host.invalid";
const SSL_MODES = ["disable", "require", "verify-ca", "verify-full", "no-verify"];
const PYTHONS = ["true", "false", "1", "0", "on", "off", "yes", "no"];
/** Parameters by which other drivers name the schema. They have no effect here, so the service would serve another schema. */
const SCHEMAS = ["schema", "currentSchema", "search_path"];

/**
 * A database's URL as Node can read it: Python's drivers write their name into the scheme, and libpq takes host, port, user, password and
 * database as parameters too. @throws SettingError for an impossible setting, TypeError or URIError when it is no such URL.
 */
export function standardUrl(given: string): URL {
  const whole = given.replace(SCHEME, "postgresql://").replace(WITHOUT_HOST, `$1${PLACEHOLDER}`);
  if (!SCHEME.test(given) || !URL.canParse(whole)) throw new TypeError("no URL of a database");
  const url = new URL(whole);
  const { searchParams: words } = url;
  if (words.get("host")?.startsWith("/") || /^%2f/i.test(url.hostname) || (url.hostname === PLACEHOLDER && !words.has("host")))
    throw new SettingError("names no host, or a Unix socket, which is not supported; write the server's host and port");
  fold(url, "host", (value) => Object.assign(url, { hostname: value.includes(":") ? `[${value}]` : value }));
  fold(url, "port", (value) => Object.assign(url, { port: value }));
  fold(url, "user", (value) => Object.assign(url, { username: encodeURIComponent(value) }));
  fold(url, "password", (value) => Object.assign(url, { password: encodeURIComponent(value) }));
  for (const name of ["database", "dbname"])
    fold(url, name, (value) => Object.assign(url, { pathname: encodeURIComponent(value) }));
  if (url.hostname.includes(",")) throw new SettingError("names several hosts; write one");
  for (const part of [url.hostname, url.username, url.password, url.pathname]) decodeURIComponent(part);
  refuseWords(words);
  return url;
}

/** As in libpq, a parameter counts more than its place in the URL. */
function fold(url: URL, name: string, set: (value: string) => void): void {
  const value = url.searchParams.get(name);
  url.searchParams.delete(name);
  if (value) set(value);
}

function refuseWords(words: URLSearchParams): void {
  const modes = [...words.getAll("sslmode"), ...words.getAll("ssl")];
  if (modes.includes("prefer") || modes.includes("allow"))
    throw new SettingError(
      "has sslmode=prefer or allow, with which nobody knows whether the connection is encrypted; write sslmode=require, or sslmode=disable for a server without TLS on this machine or a private network",
    );
  if (!modes.every((mode) => SSL_MODES.includes(mode) || PYTHONS.includes(mode)))
    throw new SettingError(`has an sslmode that is not known; write one of ${SSL_MODES.join(", ")}`);
  if (words.has("sslcert") !== words.has("sslkey")) throw new SettingError("has one of sslcert and sslkey; write both");
  const schema = SCHEMAS.find((name) => words.has(name));
  if (schema !== undefined)
    throw new SettingError(`has the parameter ${schema}; name the schema by options=-c%20search_path%3DSCHEMA instead`);
}
