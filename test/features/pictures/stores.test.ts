import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { BucketConfig } from "../../../src/config/pictureSettings.js";
import { readConfig } from "../../../src/config.js";
import { PictureSize } from "../../../src/entities/PictureSize.js";
import { FolderStore } from "../../../src/features/pictures/FolderStore.js";
import type { PictureStore } from "../../../src/features/pictures/PictureStore.js";
import { S3Store } from "../../../src/features/pictures/S3Store.js";
import { StoreFailed } from "../../../src/features/pictures/StoreFailed.js";
import { awsSignature } from "../../support/awsSignature.js";
import { S3Server } from "../../support/S3Server.js";

const KEYS = ["A", "B", "-", "_"].map((letter) => `${letter.repeat(42)}z`);
const [KEY = "", OTHER = ""] = KEYS;

let s3: S3Server;
let folder: string;
beforeAll(async () => {
  s3 = await S3Server.start();
  folder = mkdtempSync(join(tmpdir(), "novadraw-store-"));
});
afterAll(() => {
  s3.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  s3.objects.clear();
  s3.asked.length = 0;
  s3.trouble = undefined;
});

const bucketOf = (other: Partial<Record<string, string>> = {}) =>
  readConfig({ ...s3.settings, ...other }).pictures?.store as BucketConfig;

interface Kind {
  readonly make: () => PictureStore;
  /** Has a file look as if it had been written then. */
  readonly date: (name: string, at: Date) => void;
}

const KINDS: readonly (readonly [string, Kind])[] = [
  [
    "FolderStore",
    {
      make: () => new FolderStore(join(folder, "new")),
      date: (name, at) => utimesSync(join(folder, "new", name.slice(0, 2), name), at, at),
    },
  ],
  [
    "S3Store",
    {
      make: () => new S3Store(bucketOf()),
      date: (name, at) => {
        const stored = s3.objects.get(`pictures/${name}`);
        if (stored) s3.objects.set(`pictures/${name}`, { ...stored, at });
      },
    },
  ],
];

describe.each(KINDS)("%s", (_name, { make, date }) => {
  const allOf = async (store: PictureStore) => {
    const all = [];
    for await (const one of store.keys()) all.push(one);
    return all.sort((one, other) => (one.key < other.key ? -1 : 1));
  };

  it("has nothing at first", async () => {
    const store = make();

    expect([await store.read(KEY, PictureSize.FULL), await allOf(store)]).toEqual([undefined, []]);
    await store.remove(KEY);
  });

  it("writes files over what was there, and reads each of them", async () => {
    const store = make();
    for (const size of Object.values(PictureSize)) await store.write(KEY, size, Buffer.from(size));
    await store.write(KEY, PictureSize.FULL, Buffer.from([0, 255, 13, 10]));

    expect(await store.read(KEY, PictureSize.FULL)).toEqual(Buffer.from([0, 255, 13, 10]));
    expect(String(await store.read(KEY, PictureSize.THUMBNAIL))).toBe("thumbnail");
    expect(await store.read(OTHER, PictureSize.FULL)).toBeUndefined();
  });

  it("removes all files of a key and no others, more than once", async () => {
    const store = make();
    for (const key of [KEY, OTHER])
      for (const size of Object.values(PictureSize)) await store.write(key, size, Buffer.from(key));

    for (let time = 0; time < 2; time++) await store.remove(KEY);

    for (const size of Object.values(PictureSize))
      expect([await store.read(KEY, size), String(await store.read(OTHER, size))]).toEqual([undefined, OTHER]);
  });

  it("lists each key once, with the time of its newest file", async () => {
    const store = make();
    await store.remove(OTHER);
    for (const key of KEYS) for (const size of Object.values(PictureSize)) await store.write(key, size, Buffer.from("x"));
    date(`${OTHER}-full.webp`, new Date(1_000));
    date(`${OTHER}-thumbnail.webp`, new Date(2_000));

    const all = await allOf(store);

    expect(all.map(({ key }) => key)).toEqual([...KEYS].sort());
    expect(all.find(({ key }) => key === OTHER)?.writtenAt).toEqual(new Date(2_000));
    expect(Math.abs(Number(all.find(({ key }) => key === KEY)?.writtenAt) - Date.now())).toBeLessThan(60_000);
  });

  it.each([
    "",
    `${"../".repeat(14)}x`,
    "a".repeat(42),
    "a".repeat(44),
    `${"a".repeat(42)}/`,
    `${"a".repeat(42)}?`,
    `${"a".repeat(41)}%2`,
    `${"a".repeat(42)}\0`,
    `${"a".repeat(43)}\n`,
  ])("takes nothing for a key that is none: %j", async (key) => {
    const store = make();

    await expect(store.write(key, PictureSize.FULL, Buffer.from("x"))).rejects.toThrow("A storage key");
    await expect(store.read(key, PictureSize.FULL)).rejects.toThrow("A storage key");
    await expect(store.remove(key)).rejects.toThrow("A storage key");
    if (store.addressOf) await expect(store.addressOf(key, PictureSize.FULL, 60)).rejects.toThrow("A storage key");
  });
});

describe("FolderStore", () => {
  it("writes files that nobody else may read", async () => {
    await new FolderStore(join(folder, "own")).write(KEY, PictureSize.FULL, Buffer.from("x"));

    const [directory, file] = ["AA", `AA/${KEY}-full.webp`].map((name) => statSync(join(folder, "own", name)).mode & 0o777);
    expect([directory, file]).toEqual([0o700, 0o600]);
  });

  it("leaves no part of a file that could not be written", async () => {
    await mkdir(join(folder, "BB", `${OTHER}-full.webp`), { recursive: true });

    await expect(new FolderStore(folder).write(OTHER, PictureSize.FULL, Buffer.from("x"))).rejects.toThrow();

    expect(readdirSync(join(folder, "BB"))).toEqual([`${OTHER}-full.webp`]);
  });
});

describe("S3Store", () => {
  const failureOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (failed: unknown) => failed,
    );
    expect(error).toBeInstanceOf(StoreFailed);
    const told = `${error} ${JSON.stringify(error)} ${(error as Error).stack}`;
    for (const secret of [s3.settings.S3_SECRET_ACCESS_KEY, s3.settings.S3_ACCESS_KEY_ID, KEY, s3.endpoint])
      expect(told).not.toContain(secret);
    return (error as StoreFailed).code;
  };
  const writing = (bucket: BucketConfig, mostMs?: number) =>
    new S3Store(bucket, mostMs).write(KEY, PictureSize.FULL, Buffer.from("x"));

  it("keeps WebP in its own part of the bucket, and leaves other things there alone", async () => {
    const store = new S3Store(bucketOf());
    s3.objects.set("pictures/readme.txt", { bytes: Buffer.from(""), type: "text/plain", at: new Date() });
    s3.objects.set(`backups/${KEY}-full.webp`, { bytes: Buffer.from(""), type: "text/plain", at: new Date() });

    await store.write(OTHER, PictureSize.FULL, Buffer.from("x"));

    expect(s3.objects.get(`pictures/${OTHER}-full.webp`)?.type).toBe("image/webp");
    const keys = [];
    for await (const { key } of store.keys()) keys.push(key);
    expect(keys).toEqual([OTHER]);
  });

  it("gives addresses that need no key, for that file and for so long", async () => {
    const store = new S3Store(bucketOf());
    await store.write(KEY, PictureSize.FULL, Buffer.from("the picture"));

    const address = (await store.addressOf(KEY, PictureSize.FULL, 300)) ?? "";

    const got = await fetch(address);
    expect([got.status, got.headers.get("content-type"), await got.text()]).toEqual([200, "image/webp", "the picture"]);
    expect(await store.addressOf(KEY, PictureSize.THUMBNAIL, 300)).toBeUndefined();
    const forged = [address.replace("-full", "-thumbnail"), address.replace("Expires=300", "Expires=301"), `${address}0`];
    for (const other of forged) expect((await fetch(other)).status).toBe(403);
    expect((await fetch(address, { method: "DELETE" })).status).toBe(403);
    s3.aheadMs = 301_000;
    expect((await fetch(address)).status).toBe(403);
    s3.aheadMs = 0;
  });

  it("asks twice more where the store fails by itself, and gives up then", async () => {
    s3.trouble = 503;
    s3.lasts = 2;
    await writing(bucketOf());
    expect([s3.asked.length, s3.objects.size]).toEqual([3, 1]);

    [s3.trouble, s3.lasts] = [503, Number.POSITIVE_INFINITY];

    expect(await failureOf(writing(bucketOf()))).toBe("SlowDown");
    expect(s3.asked.length).toBe(6);
  });

  it("gives a store up that does not answer in time, or when it is told to", async () => {
    s3.trouble = "silence";
    const stopping = new AbortController();
    const removed = new S3Store(bucketOf()).remove(KEY, stopping.signal);

    expect(await failureOf(writing(bucketOf(), 50))).toBe("TimeoutError");
    stopping.abort();
    expect(await failureOf(removed)).toBe("AbortError");
  });

  it.each([
    ["a wrong secret", { S3_SECRET_ACCESS_KEY: "another" }, "SignatureDoesNotMatch"],
    ["a wrong key", { S3_ACCESS_KEY_ID: "ANOTHER" }, "InvalidAccessKeyId"],
    ["a bucket that is not there", { S3_BUCKET: "another" }, "NoSuchBucket"],
    ["a store that is not there", { S3_ENDPOINT: "http://127.0.0.1:65533" }, "ECONNREFUSED"],
  ])("says by a code alone what is wrong with %s", async (_what, other, code) => {
    const bucket = bucketOf(other);
    const store = new S3Store(bucket);

    const codes = [
      await failureOf(writing(bucket)),
      await failureOf(store.read(KEY, PictureSize.FULL)),
      await failureOf(store.remove(KEY)),
      await failureOf(store.keys()[Symbol.asyncIterator]().next()),
    ];

    for (const one of codes) expect(one).toBe(code);
  });
});

/** docs.aws.amazon.com/AmazonS3/latest/API: sig-v4-header-based-auth.html and sigv4-query-string-auth.html. */
describe("the signatures that the tests' store checks", () => {
  const key = { secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1" };
  const host = "examplebucket.s3.amazonaws.com";
  const time = "20130524T000000Z";
  const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const WELCOME = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";

  it.each([
    [
      "GET",
      "/test.txt",
      { host, range: "bytes=0-9", "x-amz-content-sha256": EMPTY, "x-amz-date": time },
      EMPTY,
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ],
    [
      "PUT",
      "/test$file.text",
      {
        date: "Fri, 24 May 2013 00:00:00 GMT",
        host,
        "x-amz-content-sha256": WELCOME,
        "x-amz-date": time,
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
      },
      WELCOME,
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ],
    [
      "GET",
      `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=${time}&X-Amz-Expires=86400&X-Amz-SignedHeaders=host`,
      { host },
      "UNSIGNED-PAYLOAD",
      "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    ],
  ])("equal those that AWS has published: %s %s", (method, path, headers, payload, signature) => {
    expect(awsSignature(key, { method, url: new URL(`https://${host}${path}`), headers, payload, time })).toBe(signature);
  });
});
