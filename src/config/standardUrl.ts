const SCHEME = /^postgres(ql)?(\+\w+)?:\/\//;

/** A database's URL as Node can read it: Python's drivers write their name into the scheme. @throws TypeError when it is no such URL. */
export function standardUrl(given: string): URL {
  const url = new URL(given.replace(SCHEME, "postgresql://"));
  if (!SCHEME.test(given) || url.hostname === "") throw new TypeError("no URL of a database");
  return url;
}
