import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "@jest/globals";
import { describeGallery } from "../support/describeGallery.js";

const DIST = "examples/gallery/dist";
const MOST_BYTES = 100_000;

describeGallery("the gallery's first text", () => {
  const page = () => readFileSync(`${DIST}/index.html`, "utf8");

  it("is in the page itself, in both languages", () => {
    const [, shown = ""] = /<div id="root">([\s\S]*)<\/div>/.exec(page()) ?? [];

    expect(shown).toMatch(/upload your drawing[\s\S]*lade dein Bild hoch/);
  });

  it("is followed by less than 100 KB of script before the app shows its own, and all else is loaded after that", () => {
    const first = [...page().matchAll(/(?:src|href)="\/gallery\/(assets\/[^"]+\.js)"/g)].map(([, file]) => String(file));
    const sizes = first.map((file) => gzipSync(readFileSync(`${DIST}/${file}`)).length);

    expect(first.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
    expect(readdirSync(`${DIST}/assets`).filter((file) => file.endsWith(".js")).length).toBeGreaterThan(first.length);
  });
});
