import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { AxeResults } from "axe-core";
import { describeGallery } from "../support/describeGallery.js";
import { Gallery } from "../support/Gallery.js";
import { killStarted } from "../support/startService.js";

const AXE = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

/** Where new pictures for the documents go, if anywhere. */
const PICTURES = process.env.GALLERY_PICTURES;

describeGallery("the gallery, as it looks", () => {
  let gallery: Gallery;

  beforeAll(async () => {
    gallery = await Gallery.start();
  });
  afterAll(async () => {
    await gallery?.close();
    killStarted();
  });

  it.each([
    ["light", DESKTOP],
    ["dark", PHONE],
  ] as const)("has no finding of axe on any page, in the %s colours", async (colorScheme, viewport) => {
    const { context, page } = await gallery.open({ colorScheme, viewport, reducedMotion: "reduce" });
    const findings: string[] = [];
    const check = async (name: string) => {
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      findings.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${name}: ${id}: ${html.slice(0, 120)}`)));
    };
    await page.locator(".welcome").waitFor();
    await check("welcome");
    await page.getByRole("button", { name: "Anna" }).click();
    await page.locator(".sheet").first().waitFor();
    await check("gallery");
    await gallery.openStory(page);
    await check("story");
    await page.getByRole("button", { name: "Rename" }).click();
    await check("rename");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.locator(".back").click();
    await page.locator(".easel").waitFor();
    await check("drawing");
    for (const [hash, what] of [
      ["favourites", ".story-card"],
      ["tutorials", ".tutorial-card"],
      ["account", ".sessions li"],
    ] as const) {
      await gallery.go(page, hash, what);
      await check(hash);
    }
    await gallery.go(page, "tutorials", ".tutorial-card");
    await page.locator(".tutorial-card").first().click();
    await page.locator(".lesson").waitFor();
    await check("tutorial");

    expect(findings).toEqual([]);
    await context.close();
  });

  it("fits a phone: nothing is wider than the screen", async () => {
    const { context, page } = await gallery.openAs("Anna", { viewport: PHONE, isMobile: true, locale: "de-DE" });
    const widths: number[] = [];
    const measure = async () => widths.push(await page.evaluate(() => document.documentElement.scrollWidth));
    await measure();
    await gallery.openStory(page);
    await measure();
    await gallery.go(page, "tutorials", ".tutorial-card");
    await measure();
    await gallery.go(page, "account", ".sessions li");
    await measure();

    expect(widths.filter((width) => width > PHONE.width)).toEqual([]);
    await context.close();
  });

  const shots = [
    ["gallery-desktop", { viewport: DESKTOP }, "gallery", ".sheet"],
    ["gallery-phone", { viewport: PHONE, isMobile: true }, "gallery", ".sheet"],
    ["gallery-german", { viewport: DESKTOP, locale: "de-DE" }, "tutorials", ".tutorial-card"],
    ["gallery-dark", { viewport: DESKTOP, colorScheme: "dark" }, "favourites", ".story-card"],
  ] as const;
  (PICTURES ? it.each(shots) : it.skip.each(shots))("is shown by %s.png", async (name, options, hash, what) => {
    const { context, page } = await gallery.openAs("Anna", options);
    await gallery.go(page, hash, what);
    await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))));
    await page.screenshot({ path: join(PICTURES ?? "", `${name}.png`) });
    await context.close();
  });
});
