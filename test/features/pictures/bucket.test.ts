import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { readConfig } from "../../../src/config.js";
import { PictureSize } from "../../../src/entities/PictureSize.js";
import type { User } from "../../../src/entities/User.js";
import { operatorsServices } from "../../../src/operatorsServices.js";
import { Album } from "../../support/Album.js";
import { drawingOf } from "../../support/Camera.js";
import { metricOf } from "../../support/metricOf.js";
import { describeOnServer } from "../../support/onServer.js";
import { runProgram } from "../../support/runProgram.js";
import { S3Server } from "../../support/S3Server.js";

describe("pictures in a bucket", () => {
  let s3: S3Server;
  let album: Album;
  let anna: User;
  let token: string;
  let png: Buffer;
  const redirects: string[] = [];
  beforeAll(async () => {
    s3 = await S3Server.start();
    album = await Album.open({ ...s3.settings, METRICS_PORT: "0" });
    png = await drawingOf().png().toBuffer();
  });
  beforeEach(async () => {
    s3.trouble = undefined;
    anna = await album.api.world.user();
    token = await album.api.world.token(anna);
  });
  afterAll(async () => {
    await album.close();
    s3.stop();
  });

  const query = (sql: string, values: unknown[] = []) => album.api.opened.database.query(sql, values);
  const rowOf = async (id: string) => (await query("SELECT * FROM pictures WHERE id = $1", [id]))[0];
  const filesOf = async (id: string) => s3.namesWith((await rowOf(id)).storage_key);
  const services = (other: Record<string, string> = {}) => {
    const { pictures } = operatorsServices(
      readConfig({ NODE_ENV: "test", ...s3.settings, ...other }),
      album.api.opened.database,
    );
    if (!pictures) throw new Error("No pictures are kept");
    return pictures;
  };

  it("are kept in both sizes, and handed out by an address of the bucket that is good for five minutes", async () => {
    const id = await album.upload(token, png, "PNG");

    const { full = "" } = (await album.addressesOf(id, token)) ?? {};
    const { statusCode, headers, body } = await album.get(full);

    const { storage_key: key } = await rowOf(id);
    expect(await filesOf(id)).toEqual([`pictures/${key}-full.webp`, `pictures/${key}-thumbnail.webp`]);
    expect([statusCode, body]).toEqual([302, ""]);
    expect(headers).toMatchObject({
      "cache-control": "private, max-age=240",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "cross-origin",
    });
    expect(headers.etag).toBeUndefined();
    const address = new URL(String(headers.location));
    redirects.push(address.href);
    expect([address.origin, address.searchParams.get("X-Amz-Expires")]).toEqual([s3.endpoint, "300"]);
    const got = await fetch(address);
    expect([got.status, got.headers.get("content-type")]).toEqual([200, "image/webp"]);
    expect(Buffer.from(await got.arrayBuffer()).toString("latin1", 8, 12)).toBe("WEBP");
  });

  it("lead nowhere without a good address of ours, and are 404 when they are gone", async () => {
    const id = await album.upload(token, png, "PNG");
    const { full = "" } = (await album.addressesOf(id, token)) ?? {};
    const asked = s3.asked.length;

    const forged = await album.get(full.replace("sign=", "sign=x"));

    expect([forged.statusCode, s3.asked.length]).toEqual([403, asked]);
    for (const name of await filesOf(id)) s3.objects.delete(name);
    const gone = await album.get(full);
    expect([gone.statusCode, gone.headers.location, gone.headers["cache-control"]]).toEqual([404, undefined, "no-store"]);
  });

  it("are not taken in while the bucket fails: 503, the row stays empty, and the same address takes them later", async () => {
    const { url, picture } = await album.announce(token, png.length, "PNG");
    s3.trouble = 500;

    expect(await album.put(url, png)).toEqual({ status: 503, code: "UNAVAILABLE" });

    expect(await rowOf(picture.id)).toMatchObject({ uploaded_at: null, width: null });
    s3.trouble = undefined;
    expect((await album.put(url, png)).status).toBe(204);
    expect(await filesOf(picture.id)).toHaveLength(2);
    expect(await metricOf(album.api, 'novadraw_pictures_total{outcome="unavailable"}')).toBe(1);
  });

  it("cannot be read while the bucket fails, and say so", async () => {
    const id = await album.upload(token, png, "PNG");
    const { thumbnail = "" } = (await album.addressesOf(id, token)) ?? {};
    s3.trouble = 500;

    const { statusCode, headers } = await album.get(thumbnail);

    expect([statusCode, headers["retry-after"], headers["cache-control"]]).toEqual([503, "5", "no-store"]);
    s3.trouble = undefined;
    expect((await album.get(thumbnail)).statusCode).toBe(302);
  });

  it("stay to be removed while the bucket fails, a little longer each time, and go when it is back", async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => album.upload(token, png, "PNG")));
    const keys = await Promise.all(ids.map(async (id) => (await rowOf(id)).storage_key));
    await query("DELETE FROM pictures WHERE id = ANY ($1)", [ids]);
    const { removal } = services();
    const pauses = async () => {
      await query("UPDATE removed_files SET due_at = now() WHERE storage_key = ANY ($1)", [keys]);
      await removal.removeDue();
      const rows = await query(
        "SELECT extract(epoch FROM due_at - now())::float AS pause FROM removed_files WHERE storage_key = ANY ($1)",
        [keys],
      );
      return rows.map(({ pause }: { pause: number }) => Math.round(pause / 60));
    };
    s3.trouble = 404;
    const before = s3.asked.length;

    const first = await pauses();

    // After three the rest waits.
    expect([first, s3.asked.length - before]).toEqual([[1, 1, 1, 1], 3]);
    expect(await pauses()).toEqual([8, 8, 8, 8]);
    for (const key of keys) expect(s3.namesWith(key)).toHaveLength(2);
    s3.trouble = undefined;
    expect(await pauses()).toEqual([20, 20, 20, 20]);
    for (const key of keys) expect(s3.namesWith(key)).toEqual([]);
  });

  it("go with the account", async () => {
    const id = await album.upload(token, png, "PNG");
    const { storage_key: key } = await rowOf(id);

    await query("DELETE FROM users WHERE id = $1", [anna.id]);
    await services().removal.removeDue();

    expect(s3.namesWith(key)).toEqual([]);
  });

  it("are swept: files without a row go, rows without files are counted, young files and other things stay", async () => {
    const kept = await album.upload(token, png, "PNG");
    const lost = await album.upload(token, png, "PNG");
    for (const name of await filesOf(lost)) s3.objects.delete(name);
    await query("UPDATE pictures SET uploaded_at = now() - interval '2 hours' WHERE id = $1", [lost]);
    const { store, sweep } = services();
    const [stray, young] = ["S".repeat(43), "Y".repeat(43)];
    for (const key of [stray, young]) for (const size of Object.values(PictureSize)) await store.write(key, size, png);
    s3.objects.set("other", { bytes: png, type: "image/png", at: new Date(0) });
    for (const name of [...s3.namesWith(stray), ...(await filesOf(kept))])
      s3.objects.set(name, { bytes: png, type: "image/webp", at: new Date(0) });

    const dry = await sweep.run(true);
    expect([dry.strays, s3.namesWith(stray).length]).toEqual([1, 2]);
    expect(dry.missing).toBeGreaterThanOrEqual(1);
    await sweep.run(false);

    expect([s3.namesWith(stray), s3.namesWith(young).length, (await filesOf(kept)).length]).toEqual([[], 2, 2]);
    expect(s3.objects.has("other")).toBe(true);
    await expect(services({ S3_SECRET_ACCESS_KEY: "another" }).sweep.run(true)).rejects.toThrow(
      "The store of the pictures failed with SignatureDoesNotMatch",
    );
  });

  describeOnServer("and npm run pictures", () => {
    it("says what to look at when the bucket refuses a sweep", async () => {
      const { code, output } = await runProgram("pictures", ["sweep", "--dry-run"], {
        ...{ ...s3.settings, S3_SECRET_ACCESS_KEY: "another" },
        DATABASE_URL: album.api.opened.url ?? "",
      });

      expect([code, output]).toEqual([
        1,
        "The store of the pictures failed with SignatureDoesNotMatch. Look at the settings that begin with S3_, and at the rights of the key.\n",
      ]);
    });
  });

  it("are told of in the log by codes: no key of the bucket, no address and no name of a file", async () => {
    const { url } = await album.announce(token, png.length, "PNG");
    s3.trouble = 500;
    await album.put(url, png);

    const log = album.api.logLines.join("\n");

    expect(log).toContain('"code":"Trouble","msg":"A picture could not be kept"');
    const { S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = s3.settings;
    for (const secret of [S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, s3.endpoint, "X-Amz", ".webp", ...redirects])
      expect(log).not.toContain(secret);
  });
});
