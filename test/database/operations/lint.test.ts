import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { quietLog } from "../../../packages/engine/src/database/SqlLogger.js";
import { lint, lintAll } from "../../../packages/operations/src/lint.js";
import type { Finding } from "../../../packages/operations/src/linting/lintMigration.js";
import { withoutComments } from "../../../packages/operations/src/linting/withoutComments.js";
import { withoutReason } from "../../../packages/operations/src/linting/withoutReason.js";
import { readConfig } from "../../../src/config.js";
import { createDataSource } from "../../../src/createDataSource.js";

interface Given {
  readonly up?: readonly string[];
  readonly down?: readonly string[];
  readonly transaction?: false | undefined;
}
async function findingsIn({ up = [], down = [], transaction }: Given): Promise<Finding[]> {
  const { details } = await lintAll([{ name: "New", up, down, transaction }]);
  return details.findings as Finding[];
}
const kindsIn = async (given: Given) => (await findingsIn(given)).map(({ kind }) => kind);

/** The parts of a file of statements: the comment, and the queries below it. */
const partsOf = (name: string) =>
  readFileSync(`test/database/operations/${name}.sql`, "utf8")
    .split(/^(?=-- .*\n(?!--|\n))/m)
    .slice(1)
    .map((part) => {
      const [comment = "", ...queries] = part.trim().split("\n");
      return { comment: comment.slice(3), queries, ...(/\balone\b/.test(comment) && { transaction: false as const }) };
    });

describe("npm run db -- lint", () => {
  it.each(partsOf("dangerous"))(
    "refuses $comment, up and down, unless a comment says why",
    async ({ comment, queries, transaction }) => {
      const kind = comment.replace(/[,:].*/, "");
      const commented = (text: string) => queries.map((sql) => `${text}\n${sql}`);

      expect(await kindsIn({ up: queries, transaction })).toContain(kind);
      expect(await kindsIn({ down: queries, transaction })).toContain(kind);
      expect(await kindsIn({ up: commented(`-- allow ${kind}: nothing reads it any more`), transaction })).not.toContain(kind);
      expect(await kindsIn({ up: commented(`-- allow ${kind}:`), transaction })).toContain(kind);
      expect(await kindsIn({ up: commented("-- allow another-kind: for a reason"), transaction })).toContain(kind);
    },
  );

  it.each(partsOf("safe"))("lets through $queries $comment", async ({ queries, transaction }) => {
    expect(await findingsIn({ up: queries, transaction })).toEqual([]);
  });

  it("lets through what a function would do when it is called", async () => {
    expect(await kindsIn({ up: ["CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM users'"] })).toEqual([]);
  });

  it("lets down take away what up has made, and nothing else", async () => {
    const up = [
      "CREATE TABLE own (id uuid)",
      "ALTER TABLE users ADD COLUMN nick text",
      "CREATE FUNCTION f(a int, OUT b text) RETURNS text LANGUAGE sql RETURN ''",
    ];
    const down = ["DROP FUNCTION f(int)", "ALTER TABLE users DROP COLUMN nick", "DROP TABLE own"];

    expect(await kindsIn({ up, down })).toEqual([]);
    expect(await kindsIn({ down })).toEqual(["drop-function", "drop-column", "drop-table"]);
    expect(await kindsIn({ up, down: ["DROP TABLE own CASCADE", "DROP FUNCTION f"] })).toEqual(["drop-table", "drop-function"]);
  });

  it("is not deceived by a table that may be there already, nor by a comment inside of a text", async () => {
    expect(await kindsIn({ up: ["CREATE TABLE IF NOT EXISTS users (id uuid)", "DROP TABLE users"] })).toEqual(["drop-table"]);
    expect(await kindsIn({ up: ["CREATE TABLE other.users (id uuid)", "DROP TABLE users"] })).toEqual(["drop-table"]);
    expect(await kindsIn({ up: ["DELETE FROM users WHERE '-- allow delete: no reason' = ''"] })).toEqual(["delete"]);
  });

  it("takes a comment for the one statement that it is before or in", async () => {
    const allowed = "-- allow drop-table: nothing reads it any more\nDROP TABLE notes";

    expect(await kindsIn({ up: [allowed] })).toEqual([]);
    expect(await kindsIn({ up: [`${allowed}; DROP TABLE stories`] })).toEqual(["drop-table"]);
    expect(await kindsIn({ up: [`CREATE TABLE own (name text DEFAULT 'ä'); ${allowed}`] })).toEqual([]);
    expect(await findingsIn({ up: ["COMMENT ON TABLE notes IS 'ä'; DROP TABLE notes"] })).toEqual([
      expect.objectContaining({ kind: "drop-table", sql: "DROP TABLE notes" }),
    ]);
    expect(await kindsIn({ up: ["DROP TABLE notes -- allow drop-table: because"] })).toEqual(["drop-table"]);
  });

  it.each([
    ["does not read the batch", "UPDATE stories SET title = '' /* batch */"],
    ["reads a text that says batch", "UPDATE stories SET title = 'batch'"],
    ["is no change of rows", "SELECT * FROM batch"],
    ["is several statements", "UPDATE stories SET title = '' FROM batch WHERE batch.id = stories.id; DELETE FROM users"],
  ])("refuses a data migration whose statement %s", async (_what, ofBatch) => {
    const { details } = await lintAll([{ name: "New", up: [], down: [], ofBatch }]);

    expect(details.findings).toEqual([expect.objectContaining({ kind: "batch" })]);
  });

  it("lets this service's own migrations through", async () => {
    const database = createDataSource(readConfig({}).database, quietLog);
    await database.describe();

    const { lines } = await lint(database);

    expect(lines).toEqual(["Nothing to refuse."]);
  });

  it("says what needs no reason in the words of docs/migrations.md", () => {
    const docs = readFileSync("docs/migrations.md", "utf8");

    expect(Object.entries(withoutReason).filter(([kind, { when }]) => !docs.includes(`| \`${kind}\` | ${when} |`))).toEqual([]);
  });
});

describe("a migration's SQL without comments", () => {
  it("keeps texts and what is inside of a function", async () => {
    const sql = "SELECT '-- ä', /* ö */ $$ -- in a body $$ -- allow rows: why\nFROM a";

    expect(await withoutComments(sql)).toBe("SELECT '-- ä',  $$ -- in a body $$ \nFROM a");
  });
});
