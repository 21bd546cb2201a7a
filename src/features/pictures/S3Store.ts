import { createHash } from "node:crypto";
import { AwsClient } from "aws4fetch";
import type { BucketConfig } from "../../config/pictureSettings.js";
import { PictureSize } from "../../entities/PictureSize.js";
import { fileName, keyIn, type PictureStore, type StoredKey } from "./PictureStore.js";
import { StoreFailed } from "./StoreFailed.js";

/** What the names of our files begin with: the bucket may hold other things, too. */
const PREFIX = "pictures/";
/** After so long the store is given up, retries and the whole of its answer included. */
const MOST_MS = 10_000;
/** How often more it is asked after a failure of its own. */
const RETRIES = 2;
const WEBP = { "content-type": "image/webp", "cache-control": "private" };

interface S3Request {
  readonly body?: Buffer;
  readonly signal?: AbortSignal | undefined;
}

interface S3Response {
  readonly isThere: boolean;
  readonly bytes: Buffer;
}

/** Pictures as objects of a private bucket, behind the API of S3. A failure has a code and no text. */
export class S3Store implements PictureStore {
  private readonly client: AwsClient;
  private readonly bucket: string;

  constructor(
    { endpoint, bucket, region, accessKeyId, secretAccessKey }: BucketConfig,
    private readonly mostMs = MOST_MS,
  ) {
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: RETRIES });
    this.bucket = `${endpoint}/${bucket}`;
  }

  async write(key: string, size: PictureSize, body: Buffer): Promise<void> {
    await this.ask("PUT", this.urlOf(key, size), { body });
  }

  async read(key: string, size: PictureSize): Promise<Buffer | undefined> {
    const { isThere, bytes } = await this.ask("GET", this.urlOf(key, size));
    return isThere ? bytes : undefined;
  }

  async remove(key: string, signal?: AbortSignal): Promise<void> {
    for (const size of Object.values(PictureSize)) await this.ask("DELETE", this.urlOf(key, size), { signal });
  }

  /** The store lists names in their order, so all files of a key come one after the other. */
  async *keys(): AsyncGenerator<StoredKey> {
    let last: StoredKey | undefined;
    for (let token: string | undefined = ""; token !== undefined; ) {
      const page = await this.list(token);
      for (const [, object = ""] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        const name = textOf("Key", object);
        const key = name?.startsWith(PREFIX) ? keyIn(name.slice(PREFIX.length)) : undefined;
        if (key === undefined) continue;
        const writtenAt = new Date(textOf("LastModified", object) ?? "");
        if (last && last.key !== key) yield last;
        last = last?.key === key && last.writtenAt > writtenAt ? last : { key, writtenAt };
      }
      token = textOf("IsTruncated", page) === "true" ? textOf("NextContinuationToken", page) : undefined;
    }
    if (last) yield last;
  }

  async addressOf(key: string, size: PictureSize, seconds: number): Promise<string | undefined> {
    const url = this.urlOf(key, size);
    if (!(await this.ask("HEAD", url)).isThere) return undefined;
    url.searchParams.set("X-Amz-Expires", String(seconds));
    return (await this.client.sign(url, { method: "GET", aws: { signQuery: true } })).url;
  }

  private urlOf(key: string, size: PictureSize): URL {
    return new URL(`${this.bucket}/${PREFIX}${fileName(key, size)}`);
  }

  private async list(token: string): Promise<string> {
    const query = { "list-type": "2", prefix: PREFIX, ...(token !== "" && { "continuation-token": token }) };
    const { isThere, bytes } = await this.ask("GET", new URL(`${this.bucket}?${new URLSearchParams(query)}`));
    if (!isThere) throw new StoreFailed("NoSuchBucket");
    return bytes.toString();
  }

  /** @throws StoreFailed unless the store did it, or says that there is no such file. */
  private async ask(method: string, url: URL, { body, signal }: S3Request = {}): Promise<S3Response> {
    const signals = [AbortSignal.timeout(this.mostMs), ...(signal ? [signal] : [])];
    // The body is signed, too: nothing on the way can change it.
    const hash = createHash("sha256")
      .update(body ?? "")
      .digest("hex");
    const headers = { "x-amz-content-sha256": hash, ...(body && WEBP) };
    const init = {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.any(signals),
      ...(body && { body: new Uint8Array(body) }),
    } as const;
    const { status, ok, bytes } = await this.client
      .fetch(url, init)
      .then(async (answer) => ({ status: answer.status, ok: answer.ok, bytes: Buffer.from(await answer.arrayBuffer()) }))
      .catch((error: unknown) => {
        throw new StoreFailed(codeOf(error));
      });
    if (ok) return { isThere: true, bytes };
    const code = textOf("Code", bytes.toString());
    // HEAD has no body that would tell more.
    if (status === 404 && (code === "NoSuchKey" || method === "HEAD")) return { isThere: false, bytes };
    throw new StoreFailed(code !== undefined && /^\w{1,64}$/.test(code) ? code : String(status));
  }
}

const textOf = (element: string, xml: string): string | undefined =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];

/** Of a request that was not answered: what the system calls it, or that it took too long. */
function codeOf(error: unknown): string {
  const { name, cause } = error as { name: string; cause?: NodeJS.ErrnoException };
  return cause?.code ?? name;
}
