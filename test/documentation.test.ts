import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";

const MAX_README_LINES = 130;
const MAX_COLUMNS = 120;

const READMES = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "bench/README.md",
  "packages/engine/README.md",
  "packages/engine/src/compiler/README.md",
  "test/README.md",
  "client/README.md",
  "examples/gallery/README.md",
];
const pages = [...READMES, ...readdirSync("docs").map((name) => join("docs", name))]
  .filter((name) => name.endsWith(".md"))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));
const tests = ["test", "packages/engine/test"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), "utf8") })),
);

/** The files that a page may name without their whole path. */
const sources = ["src", "packages", "migrations", "test", "scripts", "client/src", "examples/gallery/src"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `/${folder}/${name}`),
);

describe("the documentation", () => {
  it("links only to pages and headings that exist", () => {
    const broken = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)]
        .filter(([, target = "", anchor]) => !isThere(target === "" ? path : join(dirname(path), target), anchor))
        .map(([link]) => `${path}: ${link}`),
    );

    expect(broken).toEqual([]);
  });

  it("names only files of the repository that exist, or that a recipe makes", () => {
    const missing = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/`((?:src|packages|test|docs|bench|scripts|migrations|\.github)\/[\w./-]+\.\w+)`(?! \(new\))/g)]
        .filter(([, file = ""]) => !existsSync(file) && !existsSync(join(dirname(path), file)))
        .map(([, file]) => `${path}: ${file}`),
    );

    expect(missing).toEqual([]);
  });

  it("names no TypeScript file without its folder that does not exist", () => {
    const missing = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/`((?!src\/|packages\/|test\/|docs\/|bench\/|index\.ts)(?:\w+\/)*\w+\.ts)`(?! \(new\))/g)]
        .filter(([, file = ""]) => !sources.some((source) => source.endsWith(`/${file}`)))
        .map(([, file]) => `${path}: ${file}`),
    );

    expect(missing).toEqual([]);
  });

  it("has a guarantee for each one that a test names", () => {
    const unknown = tests.flatMap(({ path, text }) =>
      [...text.matchAll(/(docs\/[\w.]+\.md)#([\w-]+)/g)]
        .filter(([, page = "", anchor]) => !isThere(page, anchor))
        .map(([link]) => `${path}: ${link}`),
    );

    expect(unknown).toEqual([]);
  });

  it("keeps its lines within 120 columns outside of tables and code, and the README on a few screens", () => {
    const long = pages.flatMap(({ path, text }) =>
      path === "README.md"
        ? text.split("\n").filter((line) => line.length > MAX_COLUMNS)
        : text
            .replace(/^```[\s\S]*?^```/gm, "")
            .split("\n")
            .filter((line) => line.length > MAX_COLUMNS && !line.startsWith("|"))
            .map((line) => `${path}: ${line}`),
    );

    expect(long).toEqual([]);
    expect(readFileSync("README.md", "utf8").split("\n").length).toBeLessThanOrEqual(MAX_README_LINES);
  });
});

/** Whether the file is there, with a heading or an anchor of this name as GitHub makes them. */
function isThere(file: string, anchor: string | undefined): boolean {
  if (!existsSync(file)) return false;
  if (anchor === undefined) return true;
  const text = readFileSync(file, "utf8");
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return headings.includes(anchor) || text.includes(`<a id="${anchor}">`);
}
