import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import sharp from "sharp";
import type { User } from "../../../src/entities/User.js";
import { Album } from "../../support/Album.js";
import { drawingOf, photograph, pngChunk, pngOf } from "../../support/Camera.js";

const JPEG = Buffer.from("ffd8ff", "hex");
const PNG = Buffer.from("89504e470d0a1a0a", "hex");
const text = (content: string) => Buffer.from(content, "latin1");
const SCRIPT = "<script>alert(document.domain)</script>";
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>';

type Made = () => Promise<Buffer> | Buffer;

/** The name, what it says it is, how it is made. */
const REFUSED: readonly (readonly [string, string, Made])[] = [
  ["900 megapixels in a few bytes", "PNG", () => pngOf(30_000, 30_000, 30_000)],
  ["more pixels than an integer counts", "PNG", () => pngOf(0x7fffffff, 0x7fffffff, 1)],
  ["no pixels at all", "PNG", () => pngOf(0, 0, 0)],
  ["a PNG without its pixels", "PNG", () => Buffer.concat([PNG, pngChunk("IEND", Buffer.alloc(0))])],
  ["a JPEG that is cut off", "JPEG", async () => (await photograph()).subarray(0, 9_000)],
  ["a JPEG that is its first bytes alone", "JPEG", () => JPEG],
  ["a page that begins as a JPEG", "JPEG", () => Buffer.concat([JPEG, text(SCRIPT)])],
  ["SVG", "PNG", () => text(SVG)],
  ["SVG behind the first bytes of a PNG", "PNG", () => Buffer.concat([PNG, text(SVG)])],
  ["GIF", "PNG", () => drawingOf().gif().toBuffer()],
  ["TIFF", "JPEG", () => drawingOf().tiff().toBuffer()],
  ["AVIF", "WEBP", () => drawingOf().avif().toBuffer()],
  ["the head of HEIC", "JPEG", () => text("\0\0\0\x18ftypheic\0\0\0\0mif1heic")],
  ["a WebP that is its head alone", "WEBP", () => text("RIFF\0\0\0\0WEBP")],
  ["a WebP full of noughts", "WEBP", () => Buffer.concat([text("RIFF\xff\0\0\0WEBPVP8 "), Buffer.alloc(300)])],
  ["PDF", "JPEG", () => text("%PDF-1.7\n")],
  ["an archive", "PNG", () => text("PK\x03\x04")],
];

/** What is odd and still a picture: it is kept, without what is odd about it. */
const KEPT: readonly (readonly [string, string, Made])[] = [
  ["a JPEG with a page behind its end", "JPEG", async () => Buffer.concat([await photograph(), text(SCRIPT)])],
  ["a JPEG in CMYK", "JPEG", () => drawingOf().toColourspace("cmyk").jpeg().toBuffer()],
  ["a PNG of 16 bits", "PNG", () => drawingOf().toColourspace("rgb16").png().toBuffer()],
  ["a PNG with a text in it", "PNG", () => pngOf(64, 64, 64, pngChunk("tEXt", text(`Comment\0${SCRIPT}`)))],
  [
    "a WebP that moves",
    "WEBP",
    () =>
      sharp(Buffer.alloc(40 * 80 * 3), { raw: { width: 40, height: 80, channels: 3, pageHeight: 40 } as never })
        .webp()
        .toBuffer(),
  ],
];

describe("files that mean harm", () => {
  let album: Album;
  let token: string;
  let anna: User;
  beforeAll(async () => {
    album = await Album.open();
    anna = await album.api.world.user();
    token = await album.api.world.token(anna);
  });
  afterAll(() => album.close());

  const send = async (type: string, bytes: Buffer) => {
    const { url, picture } = await album.announce(token, bytes.length, type);
    return { status: (await album.put(url, bytes)).status, id: picture.id };
  };

  it.each(REFUSED)("are refused: %s", async (_name, type, make) => {
    const before = album.files();

    expect((await send(type, await make())).status).toBe(415);
    expect(album.files()).toEqual(before);
  });

  it.each(KEPT)("are kept as one still picture in sRGB: %s", async (_name, type, make) => {
    const { status, id } = await send(type, await make());

    expect(status).toBe(204);
    const { full = "" } = (await album.addressesOf(id, token)) ?? {};
    const { rawPayload } = await album.get(full);
    expect(await sharp(rawPayload).metadata()).toMatchObject({ format: "webp", space: "srgb", depth: "uchar" });
    expect((await sharp(rawPayload, { pages: -1 }).metadata()).pages ?? 1).toBe(1);
    expect(rawPayload.includes(SCRIPT)).toBe(false);
  });

  it("let the service take the next picture", async () => {
    expect((await send("JPEG", await photograph())).status).toBe(204);
    expect((await album.api.ask("{ me { id } }", { token })).data.me.id).toBe(anna.id);
  });
});
