import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startProgram } from "../support/runProgram.js";

describe("npm run operations -- check", () => {
  const folder = mkdtempSync(join(tmpdir(), "novadraw-operations-"));
  beforeAll(() => {
    mkdirSync(join(folder, "src/parts"), { recursive: true });
    writeFileSync(
      join(folder, "src/gallery.graphql"),
      "query Gallery($first: Int = 3) { tutorials(first: $first) { nodes { ...Title } } }",
    );
    writeFileSync(join(folder, "src/parts/title.graphql"), "fragment Title on Tutorial { subject }");
    writeFileSync(
      join(folder, "manifest.json"),
      JSON.stringify({
        a: "query Old { tutorials { nodes { colour } } }",
        b: "query Dear($n: Int) { tutorials(first: $n) { nodes { drawings(first: $n) { nodes { stories(first: $n) { totalCount } } } } } }",
        c: "mutation Leave { signOut }",
      }),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("prints what each operation of a folder costs with its largest pages", async () => {
    const { code, output } = await startProgram("operations", ["check", join(folder, "src")]).ended;

    expect(output).toMatch(/^good {2}Gallery {2}100 rows, \d+ bytes$/m);
    expect(code).toBe(0);
  });

  it("ends with 1 when an operation of a manifest does not fit the schema or costs too much, and says why", async () => {
    const { code, output } = await startProgram("operations", ["check", join(folder, "manifest.json")]).ended;

    expect(output).toContain('bad   Old\n        Cannot query field "colour" on type "Tutorial".');
    expect(output).toMatch(/bad {3}Dear {2}\d+ rows, \d+ bytes\n {8}The operation could read/);
    expect(output).toMatch(/good {2}Leave {2}100 rows/);
    expect(output).toContain("2 of 3 operations cannot run.");
    expect(code).toBe(1);
  });

  it("says in one line that there is nothing to check", async () => {
    const { code, output } = await startProgram("operations", ["check", join(folder, "none.json")]).ended;

    expect([code, output.trim()]).toEqual([1, expect.stringContaining("does not exist")]);
  });
});
