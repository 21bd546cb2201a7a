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
        b: "query Costly($n: Int) { tutorials(first: $n) { nodes { drawings(first: $n) { nodes { stories(first: $n) { totalCount } } } } } }",
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

  it("finds the documents in TypeScript and JavaScript, with their fragments, and names the file of one that it cannot read", async () => {
    const app = join(folder, "app");
    mkdirSync(join(app, "node_modules"), { recursive: true });
    const write = (name: string, text: string) => writeFileSync(join(app, name), text);
    write(
      "Page.tsx",
      `// gql\`query InComment { nothing }\`
      const PAGE = graphql(\`query Page { tutorials(first: 2) { nodes { ...Card } } }\`);
      const text = "gql\`query InText { nothing }";
      export const Page = () => <p>It's here</p>;
      const TYPED = gql<Data, Vars>\`query Typed { tutorialCategories { name } }\`;`,
    );
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the file that has the template
    write("Card.jsx", "export const CARD = gql`fragment Card on Tutorial { subject ...More } ${MORE}`;");
    write("more.js", "export const MORE = /* GraphQL */ `fragment More on Tutorial { category }`;");
    write("wrong.ts", "export const WRONG = gql`query Wrong { nothing }`;");
    write("broken.mts", "export const BROKEN = gql`query Broken {`;");
    write("node_modules/foreign.js", "gql`query Foreign { nothing }`");

    const { code, output } = await startProgram("operations", ["check", app]).ended;

    expect(code).toBe(1);
    expect(output).toMatch(/good +Page {2}\d+ rows/);
    expect(output).toMatch(/good +Typed {2}\d+ rows/);
    expect(output).toMatch(/bad +Wrong\n +Cannot query field/);
    expect(output).toMatch(/bad +\(unreadable\)\n +broken\.mts: Syntax Error/);
    expect(output).not.toMatch(/InComment|InText|Foreign/);
  });

  it("ends with 1 when an operation of a manifest does not fit the schema or costs too much, and says why", async () => {
    const { code, output } = await startProgram("operations", ["check", join(folder, "manifest.json")]).ended;

    expect(output).toContain('bad   Old\n        Cannot query field "colour" on type "Tutorial".');
    expect(output).toMatch(/bad {3}Costly {2}\d+ rows, \d+ bytes\n {8}The operation could read/);
    expect(output).toMatch(/good {2}Leave {2}100 rows/);
    expect(output).toContain("2 of 3 operations cannot run.");
    expect(code).toBe(1);
  });

  it("says in one line that there is nothing to check", async () => {
    const { code, output } = await startProgram("operations", ["check", join(folder, "none.json")]).ended;

    expect([code, output.trim()]).toEqual([1, expect.stringContaining("does not exist")]);
  });
});
