import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import sharp from "sharp";
import { Picture } from "../../../src/entities/Picture.js";
import type { User } from "../../../src/entities/User.js";
import { Album } from "../../support/Album.js";
import { drawingOf, photograph, WRITTEN } from "../../support/Camera.js";
import { metricOf } from "../../support/metricOf.js";
import { TestApi } from "../../support/TestApi.js";

const createDrawing =
  "mutation ($input: CreateDrawingInput!) { createDrawing(input: $input) { id uploadedImageUrl picture { id } } }";

describe("pictures that the service keeps", () => {
  let album: Album;
  let anna: User;
  let token: string;
  let photo: Buffer;
  beforeAll(async () => {
    album = await Album.open({ PICTURES_PER_ACCOUNT: "3", IMAGE_HOSTS: "images.example.org", METRICS_PORT: "0" });
    photo = await photograph();
  });
  beforeEach(async () => {
    anna = await album.api.world.user();
    token = await album.api.world.token(anna);
  });
  afterAll(() => album.close());

  const rowOf = (id: string) => album.api.opened.database.getRepository(Picture).findOneBy({ id });

  describe("createPicture", () => {
    it("makes an empty picture, whose address on the service's own takes bytes for 15 minutes", async () => {
      const { url, expiresAt, picture } = await album.announce(token, photo.length);

      expect(new URL(url).origin).toBe("https://api.example.org");
      expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(14 * 60_000);
      expect(await rowOf(picture.id)).toMatchObject({ userId: anna.id, uploadedAt: null, storageKey: null, width: null });
      expect(await album.addressesOf(picture.id, token)).toEqual({ full: null, thumbnail: null });
    });

    it("makes one picture when it is sent twice, and another address until it is uploaded", async () => {
      const id = randomUUID();
      const first = await album.announce(token, photo.length, "JPEG", id);
      const second = await album.announce(token, photo.length, "JPEG", id);

      expect([first.picture.id, second.picture.id]).toEqual([id, id]);
      expect((await album.put(second.url, photo)).status).toBe(204);
      await expect(album.announce(token, photo.length, "JPEG", id)).rejects.toThrow("CONFLICT");
      await expect(album.announce(token, 1, "JPEG", id)).rejects.toThrow("CONFLICT");
    });

    it("refuses more bytes than are taken, a kind that is not known, and more pictures than an account may have", async () => {
      await expect(album.announce(token, 8_000_001)).rejects.toThrow("OUT_OF_RANGE");
      await expect(album.announce(token, 0)).rejects.toThrow("OUT_OF_RANGE");
      await expect(album.announce(token, 10, "GIF")).rejects.toThrow();
      for (let count = 0; count < 3; count++) await album.announce(token, 10);
      await expect(album.announce(token, 10)).rejects.toThrow("LIMIT_REACHED");
    });

    it("answers NOT_OFFERED where no pictures are kept, and takes no bytes there", async () => {
      const without = await TestApi.over(album.api, { PICTURE_STORE: "off" });
      const { url } = await album.announce(token, 10);
      const query = "mutation { createPicture(input: { type: PNG, bytes: 10 }) { url } }";

      expect(await without.codeOf(query, { token })).toBe("NOT_OFFERED");
      expect((await without.http.inject({ method: "PUT", url: url.slice(24), payload: photo })).statusCode).not.toBe(204);
      await without.http.close();
    });
  });

  describe("an upload", () => {
    it("is kept upright in two sizes, without the place, the device and the name", async () => {
      const id = await album.upload(token, photo);

      const { full = "", thumbnail = "" } = (await album.addressesOf(id, token)) ?? {};
      const [large, small] = [await album.get(full), await album.get(thumbnail)];
      expect([large.statusCode, large.headers["content-type"]]).toEqual([200, "image/webp"]);
      const metadata = await sharp(large.rawPayload).metadata();
      expect(metadata).toMatchObject({ format: "webp", width: 300, height: 400 });
      expect([metadata.exif, metadata.xmp, metadata.icc, metadata.iptc, metadata.orientation]).toEqual(
        Array(5).fill(undefined),
      );
      expect(await rowOf(id)).toMatchObject({
        width: 300,
        height: 400,
        keptBytes: large.rawPayload.length + small.rawPayload.length,
      });
      for (const file of album.files()) {
        const text = readFileSync(file, "latin1");
        expect(WRITTEN.filter((written) => text.includes(written))).toEqual([]);
      }
    });

    it("is made no larger than 2048 and 512 pixels", async () => {
      const id = await album.upload(token, await drawingOf(3000, 1500).png().toBuffer(), "PNG");
      const { full = "", thumbnail = "" } = (await album.addressesOf(id, token)) ?? {};

      const sizes = [];
      for (const address of [full, thumbnail]) sizes.push(await sharp((await album.get(address)).rawPayload).metadata());

      expect(sizes.map(({ width, height }) => [width, height])).toEqual([
        [2048, 1024],
        [512, 256],
      ]);
    });

    it("shows in a drawing, whose uploadedImageUrl is its address then", async () => {
      const id = await album.upload(token, photo);

      const { data } = await album.api.ask(createDrawing, { token, variables: { input: { pictureId: id } } });

      expect(data.createDrawing.picture).toEqual({ id });
      expect(data.createDrawing.uploadedImageUrl).toBe((await album.addressesOf(id, token))?.full);
    });

    it("is asked for before a drawing shows it", async () => {
      const { picture } = await album.announce(token, photo.length);

      const { errors } = await album.api.ask(createDrawing, { token, variables: { input: { pictureId: picture.id } } });

      expect(errors[0]?.extensions.fields).toMatchObject([{ path: ["input", "pictureId"], code: "NOT_UPLOADED" }]);
    });
  });

  describe("PUT /uploads/<id>", () => {
    it("refuses an address in which anything is changed, or whose time is over", async () => {
      const { url } = await album.announce(token, photo.length);
      const changed = (name: string, value: string) => {
        const other = new URL(url);
        other.searchParams.set(name, value);
        return other.href;
      };
      const sign = new URL(url).searchParams.get("sign") ?? "";
      const forged = [
        url.replace(/uploads\/[^?]+/, `uploads/${randomUUID()}`),
        changed("type", "image/png"),
        changed("bytes", String(photo.length + 1)),
        changed("until", "99999999999"),
        changed("until", "1e99"),
        changed("sign", ""),
        changed("sign", `${sign.slice(0, -1)}${sign.endsWith("A") ? "E" : "A"}`),
        `${url}&until=99999999999`,
        `${url}&type=image/png`,
        url.replace(/&sign=.*/, ""),
        ...Array.from(sign, (_, place) =>
          changed("sign", sign.slice(0, place) + (sign[place] === "x" ? "y" : "x") + sign.slice(place + 1)),
        ),
      ];

      for (const address of forged)
        expect([address, await album.put(address, photo)]).toEqual([address, { status: 403, code: "FORBIDDEN" }]);
      expect((await album.put(url, photo)).status).toBe(204);
    });

    it("checks what the head says in its order, before a byte of the body", async () => {
      const { url } = await album.announce(token, photo.length);
      const forged = url.replace("sign=", "sign=x");

      expect(await album.put(forged, photo, { "content-type": "text/html", "content-length": "1" })).toMatchObject({
        status: 403,
      });
      expect(await album.put(url, photo, { "content-type": "image/png", "content-length": "1" })).toMatchObject({
        status: 415,
      });
      expect(await album.put(url, photo, { "content-type": "image/jpeg; charset=utf-8" })).toMatchObject({ status: 415 });
      expect(await album.put(url, Buffer.concat([photo, photo]))).toMatchObject({ status: 411 });
      expect(await album.put(url, photo.subarray(1))).toMatchObject({ status: 411 });
      expect(album.files()).not.toContain(expect.stringContaining("part"));
    });

    it("takes one PUT: a second one, and all but one of many at once, are refused and leave no file", async () => {
      const { url, picture } = await album.announce(token, photo.length);
      const before = album.files().length;

      const together = await Promise.all(Array.from({ length: 4 }, () => album.put(url, photo)));
      const again = await album.put(url, photo);

      expect(together.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409]);
      expect(again).toEqual({ status: 409, code: "CONFLICT" });
      expect(album.files().length).toBe(before + 2);
      const { full = "" } = (await album.addressesOf(picture.id, token)) ?? {};
      expect((await album.get(full)).statusCode).toBe(200);
    });

    it("refuses what is not what it says it is", async () => {
      const png = await drawingOf().png().toBuffer();
      const { url } = await album.announce(token, png.length, "JPEG");

      expect(await album.put(url, png)).toMatchObject({ status: 415 });
      expect(
        await album.put(url, Buffer.from(`\xff\xd8\xff${"x".repeat(png.length)}`, "latin1").subarray(0, png.length)),
      ).toMatchObject({
        status: 415,
      });
    });

    it("keeps nothing for an account that was erased meanwhile", async () => {
      const { url } = await album.announce(token, photo.length);
      await album.api.opened.database.query("DELETE FROM users WHERE id = $1", [anna.id]);
      const before = album.files();

      expect((await album.put(url, photo)).status).toBe(409);
      expect(album.files()).toEqual(before);
    });

    it("is counted by what became of it, and how long it took where it was kept", async () => {
      const names = [
        ...["kept", "forbidden", "refused", "taken"].map((outcome) => `novadraw_pictures_total{outcome="${outcome}"}`),
        "novadraw_picture_seconds_count",
      ];
      const counted = () => Promise.all(names.map((name) => metricOf(album.api, name)));
      const before = await counted();
      const { url } = await album.announce(token, photo.length);

      for (const [address, bytes] of [
        [url.replace("sign=", "sign=x"), photo],
        [url, photo.subarray(1)],
        [url, Buffer.alloc(photo.length)],
        [url, photo],
        [url, photo],
      ] as const)
        await album.put(address, bytes);

      expect((await counted()).map((count, place) => count - (before[place] ?? 0))).toEqual([1, 1, 2, 1, 1]);
    });

    it("says nothing of a picture, an address or a key in the log", () => {
      expect(album.api.logLines.filter((line) => /uploads|pictures\/|sign=|[\w-]{43}/.test(line))).toEqual([]);
    });
  });
});
