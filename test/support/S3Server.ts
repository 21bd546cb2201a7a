import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { awsSignature } from "./awsSignature.js";

const [ID, SECRET, REGION, BUCKET] = [
  "AKIAIOSFODNN7EXAMPLE",
  "a secret/that+only=S3 knows".replaceAll(" ", "_"),
  "eu-x-1",
  "album",
];
/** So few that a list of three keys has more than one page. */
const PAGE = 3;
const SKEW_MS = 15 * 60 * 1000;

interface Stored {
  readonly bytes: Buffer;
  readonly type: string;
  readonly at: Date;
}

/** What the API of S3 does of what the service uses. It checks each signature by its own means, and the hash of each body. */
export class S3Server {
  readonly objects = new Map<string, Stored>();
  /** What was asked for, as "PUT /album/pictures/…". */
  readonly asked: string[] = [];
  /** What it answers everything with: a failure with this status, or no answer at all. It works when this is undefined. */
  trouble: number | "silence" | undefined;
  /** How many requests the trouble lasts. */
  lasts = Number.POSITIVE_INFINITY;
  /** How far its clock is ahead. */
  aheadMs = 0;
  private readonly server = createServer((request, response) => void this.answer(request, response));

  static async start(): Promise<S3Server> {
    const started = new S3Server();
    await once(started.server.listen(0, "127.0.0.1"), "listening");
    return started;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The settings of a service that keeps its pictures here. */
  get settings() {
    return {
      PICTURE_STORE: "s3",
      S3_ENDPOINT: this.endpoint,
      S3_BUCKET: BUCKET,
      S3_REGION: REGION,
      S3_ACCESS_KEY_ID: ID,
      S3_SECRET_ACCESS_KEY: SECRET,
    };
  }

  /** The keys of the objects whose name has this in it. */
  namesWith = (part: string): string[] => [...this.objects.keys()].filter((name) => name.includes(part)).sort();

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", headers } = request;
    const url = new URL(request.url ?? "", this.endpoint);
    this.asked.push(`${method} ${url.pathname}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const end = (status: number, body: Buffer | string = "", type = "application/xml", at = new Date()) =>
      response
        .writeHead(status, { "content-type": type, "last-modified": at.toUTCString(), "content-length": body.length })
        .end(method === "HEAD" ? undefined : body);
    const fail = (status: number, code: string) => end(status, `<Error><Code>${code}</Code><Key>${ID}</Key></Error>`);
    const { trouble } = this;
    if (this.lasts-- <= 0) this.trouble = undefined;
    else if (trouble === "silence") return;
    else if (trouble !== undefined) return void fail(trouble, trouble === 503 ? "SlowDown" : "Trouble");
    const body = Buffer.concat(chunks);
    const refusal = this.whyRefused(method, url, headers, body);
    if (refusal !== undefined) return void fail(403, refusal);
    const [, bucket, ...parts] = url.pathname.split("/");
    const name = parts.join("/");
    if (bucket !== BUCKET) fail(404, "NoSuchBucket");
    else if (name === "") end(200, this.list(url.searchParams));
    else if (method === "PUT") {
      this.objects.set(name, { bytes: body, type: headers["content-type"] ?? "", at: new Date() });
      end(200);
    } else if (method === "DELETE") {
      this.objects.delete(name);
      end(204);
    } else {
      const object = this.objects.get(name);
      if (object) end(200, object.bytes, object.type, object.at);
      else fail(404, "NoSuchKey");
    }
  }

  private list(query: URLSearchParams): string {
    const from = query.get("continuation-token") ?? "";
    const names = this.namesWith("").filter((name) => name.startsWith(query.get("prefix") ?? "") && name > from);
    const page = names.slice(0, PAGE);
    const contents = page.map((name) => {
      const { at, bytes } = this.objects.get(name) as Stored;
      return `<Contents><Key>${name}</Key><LastModified>${at.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`;
    });
    const more = names.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    return `<ListBucketResult><IsTruncated>${more !== ""}</IsTruncated>${more}${contents.join("")}</ListBucketResult>`;
  }

  private whyRefused(method: string, url: URL, given: IncomingMessage["headers"], body: Buffer): string | undefined {
    const query = Object.fromEntries(url.searchParams);
    const isInAddress = query["X-Amz-Signature"] !== undefined;
    const [, credential, signed, signature] = isInAddress
      ? [null, query["X-Amz-Credential"], query["X-Amz-SignedHeaders"], query["X-Amz-Signature"]]
      : (/^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=(\w+)$/.exec(given.authorization ?? "") ?? []);
    const time = (isInAddress ? query["X-Amz-Date"] : given["x-amz-date"]?.toString()) ?? "";
    const names = (signed ?? "").split(";");
    const unsigned = Object.keys(given).filter((name) => name.startsWith("x-amz-") && !names.includes(name));
    if (credential !== `${ID}/${time.slice(0, 8)}/${REGION}/s3/aws4_request`) return "InvalidAccessKeyId";
    if (!names.includes("host") || unsigned.length > 0) return "AccessDenied";
    const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
    const age = Date.now() + this.aheadMs - at;
    if (!(isInAddress ? age < Number(query["X-Amz-Expires"]) * 1000 : Math.abs(age) < SKEW_MS))
      return isInAddress ? "AccessDenied" : "RequestTimeTooSkewed";
    const payload = isInAddress ? "UNSIGNED-PAYLOAD" : String(given["x-amz-content-sha256"]);
    if (!isInAddress && payload !== createHash("sha256").update(body).digest("hex")) return "XAmzContentSHA256Mismatch";
    url.searchParams.delete("X-Amz-Signature");
    const headers = Object.fromEntries(names.map((name) => [name, String(given[name])]));
    const right = awsSignature({ secret: SECRET, region: REGION }, { method, url, headers, payload, time });
    return signature === right ? undefined : "SignatureDoesNotMatch";
  }
}
