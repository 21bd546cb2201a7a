import { createHash, createHmac } from "node:crypto";

/** A request as it is signed: with these headers alone, and with this hash of its body or UNSIGNED-PAYLOAD. */
export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
  /** As 20130524T000000Z. */
  readonly time: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
const inOrder = <T>(all: readonly T[]): T[] => [...all].sort((one, other) => (String(one) < String(other) ? -1 : 1));

/** AWS's signature of version 4 for S3, after its documents: what the service's own library makes is held against it. */
export function awsSignature(
  { secret, region }: { readonly secret: string; readonly region: string },
  { method, url, headers, payload, time }: SignedRequest,
): string {
  const names = inOrder(Object.keys(headers));
  const canonical = [
    method,
    url.pathname
      .split("/")
      .map((part) => encode(decodeURIComponent(part)))
      .join("/"),
    inOrder([...url.searchParams].map((pair) => pair.map(encode).join("="))).join("&"),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    names.join(";"),
    payload,
  ].join("\n");
  const scope = [time.slice(0, 8), region, "s3", "aws4_request"];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(canonical)].join("\n")).toString("hex");
}
