import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { photograph, WRITTEN } from "../support/Camera.js";
import { describeGallery } from "../support/describeGallery.js";
import { GalleryOverApi } from "../support/GalleryOverApi.js";

/** What the page PUTs from now on: DevTools do not tell the bytes of a Blob. */
async function uploadsOf(page: Page): Promise<() => Promise<Buffer>> {
  await page.evaluate(() => {
    const send = window.fetch;
    window.fetch = (input, init) => {
      if (init?.method === "PUT") Object.assign(window, { sent: init.body });
      return send(input, init);
    };
  });
  return async () => {
    const bytes = await page.evaluate(async () => [
      ...new Uint8Array(await (window as unknown as { sent: Blob }).sent.arrayBuffer()),
    ]);
    return Buffer.from(bytes);
  };
}

describeGallery("the gallery, from a drawing to its story", () => {
  let gallery: GalleryOverApi;

  beforeAll(async () => {
    gallery = await GalleryOverApi.open();
  });
  afterAll(() => gallery?.close());

  it("uploads a photograph that the device has made smaller, upright, and without its place", async () => {
    const { api } = gallery;
    const page = await gallery.phone("gallery", { token: await api.world.token(await api.world.user({ name: "Zoe" })) });
    const sent = await uploadsOf(page);
    const buffer = await photograph(2100, 1400);

    await page.locator("input[type=file]").setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer });
    await page.locator(".easel img").waitFor();

    const shown = await page.locator(".easel img").evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    });
    const bytes = await sent();
    const { width, height, orientation, exif } = await sharp(bytes).metadata();
    expect([width, height, orientation, exif]).toEqual([1365, 2048, undefined, undefined]);
    expect(WRITTEN.filter((text) => bytes.includes(text))).toEqual([]);
    expect(shown).toEqual([1365, 2048]);
    await page.context().close();
  });

  it("says in the child's language that a file is no picture", async () => {
    const { api } = gallery;
    const token = await api.world.token(await api.world.user());
    const page = await gallery.phone("gallery", { token, locale: "de-DE" });

    const buffer = Buffer.from("This is no picture.");
    await page.locator("input[type=file]").setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer });

    await page.getByText("Dieses Bild kann nicht gelesen werden.").waitFor();
    await page.context().close();
  });
});
