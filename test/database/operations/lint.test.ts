import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { lint, lintAll } from "../../../packages/operations/src/lint.js";
import { rules } from "../../../packages/operations/src/linting/rules.js";
import { withoutComments } from "../../../packages/operations/src/linting/withoutComments.js";
import { lintCases } from "./lintCases.js";
import { squawkRules, strongMigrationsChecks } from "./lintMeasure.js";

const before = {
  name: "Before",
  up: [
    "CREATE TABLE users (id uuid NOT NULL, CONSTRAINT users_pkey PRIMARY KEY (id), CONSTRAINT users_check CHECK (id IS NOT NULL))",
    "CREATE TABLE stories (id uuid PRIMARY KEY, user_id uuid, title varchar(200), tags varchar(20)[])",
    "CREATE TABLE notes (id uuid REFERENCES users (id))",
    "CREATE INDEX ix_title ON stories (title)",
    "CREATE INDEX ix_stories_user_id ON stories (user_id)",
    "CREATE INDEX ix_stories_other ON stories (other)",
    "CREATE FUNCTION touch() RETURNS int LANGUAGE sql RETURN 1",
  ],
  down: [],
};
interface Given {
  readonly up?: readonly string[];
  readonly down?: readonly string[];
  readonly transaction?: false | undefined;
}
async function rulesOf({ up = [], down = [], transaction }: Given) {
  const { details } = await lintAll([before, { name: "New", up, down, transaction }], (name) => name === "New");
  return (details.findings as { rule: string }[]).map(({ rule }) => rule);
}

describe("npm run db -- lint", () => {
  it.each(lintCases)("refuses $what, up and down, unless a comment says why ($rule)", async (given) => {
    const { rule, dangerous, transaction } = given;
    const commented = (comment: string) => dangerous.map((sql) => `${comment}\n${sql}`);

    expect(await rulesOf({ up: dangerous, transaction })).toContain(rule);
    expect(await rulesOf({ down: dangerous, transaction })).toContain(rule);
    if (rule !== "unreadable" || dangerous[0]?.startsWith("DO"))
      expect(await rulesOf({ up: commented(`-- allow ${rule}: nothing reads it any more`), transaction })).not.toContain(rule);
    expect(await rulesOf({ up: commented(`-- allow ${rule}:`), transaction })).toContain(rule);
    expect(await rulesOf({ up: commented("-- allow another-rule: for a reason"), transaction })).toContain(rule);
  });

  it.each(lintCases.filter(({ safe }) => safe.some((form) => form.length > 0)))(
    "lets through the safe form of $what ($rule)",
    async ({ safe, safeTransaction }) => {
      for (const up of safe) expect(await rulesOf({ up, transaction: safeTransaction })).toEqual([]);
    },
  );

  it.each([
    [
      "whatever is done to a table of its own",
      ["CREATE TABLE a (id uuid)", "CREATE INDEX i ON a (id)", "UPDATE a SET id = NULL", "DROP TABLE a"],
    ],
    ["a statement's name in a text", ["INSERT INTO users (id) SELECT gen_random_uuid() WHERE 'DROP TABLE users' = ''"]],
    ["what a function would do when it is called", ["CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM users'"]],
  ])("lets through %s", async (_what, up) => {
    expect(await rulesOf({ up })).toEqual([]);
  });

  it("lets down take away what up has made, and nothing else", async () => {
    const up = [
      "CREATE TABLE own (id uuid)",
      "ALTER TABLE users ADD COLUMN nick text",
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1",
    ];
    const down = ["DROP FUNCTION f()", "ALTER TABLE users DROP COLUMN nick", "DROP TABLE own"];

    expect(await rulesOf({ up, down })).toEqual([]);
    expect(await rulesOf({ down })).toEqual(["drop-object", "drop-column", "drop-table"]);
  });

  it("is not deceived by a table that is there already, nor by a comment inside of a text", async () => {
    expect(await rulesOf({ up: ["CREATE TABLE IF NOT EXISTS users (id uuid)", "DROP TABLE users"] })).toEqual(["drop-table"]);
    expect(await rulesOf({ up: ["CREATE TABLE other.users (id uuid)", "DROP TABLE users"] })).toEqual(["drop-table"]);
    expect(await rulesOf({ up: ["DELETE FROM users WHERE '-- allow rows: nothing' = ''"] })).toEqual(["rows"]);
  });

  it("takes a comment for the one statement that it stands before or in", async () => {
    const allowed = "-- allow drop-table: nothing reads it any more\nDROP TABLE notes";

    expect(await rulesOf({ up: [allowed] })).toEqual([]);
    expect(await rulesOf({ up: [`${allowed}; DROP TABLE stories`] })).toEqual(["drop-table"]);
    expect(await rulesOf({ up: [`SELECT 1; ${allowed}`] })).toEqual([]);
    const { details } = await lintAll(
      [before, { name: "New", up: ["SELECT 'ä'; DROP TABLE notes"], down: [] }],
      (name) => name === "New",
    );
    expect(details.findings).toEqual([expect.objectContaining({ rule: "drop-table", sql: "DROP TABLE notes" })]);
    expect(await rulesOf({ up: ["DROP TABLE notes -- allow drop-table: because"] })).toEqual(["drop-table"]);
  });

  it.each([
    ["does not read the batch", "UPDATE stories SET title = '' /* batch */"],
    ["reads a text that says batch", "UPDATE stories SET title = 'batch'"],
    ["is no change of rows", "SELECT * FROM batch"],
    ["is several statements", "UPDATE stories SET title = '' FROM batch WHERE batch.id = stories.id; DELETE FROM users"],
  ])("refuses a data migration whose statement %s", async (_what, ofBatch) => {
    const { details } = await lintAll([{ name: "New", up: [], down: [], ofBatch }], () => true);

    expect(details.findings).toEqual([expect.objectContaining({ rule: "batch" })]);
  });

  it("lets this service's own migrations through", async () => {
    const { lines } = await lint();

    expect(lines).toEqual(["Nothing to refuse."]);
  });

  it.each([
    ["Squawk", squawkRules],
    ["strong_migrations", strongMigrationsChecks],
  ])("has a rule for each of %s's, or the reason in docs/migrations.md", (project, theirs) => {
    const docs = readFileSync("docs/migrations.md", "utf8");
    const names = new Set(rules.map(({ name }) => name));

    expect(Object.values(theirs).filter((ours) => ours !== undefined && !names.has(ours))).toEqual([]);
    const withoutOne = Object.keys(theirs).filter((name) => theirs[name] === undefined);
    expect(withoutOne.filter((name) => !docs.includes(`| ${project}: ${name} | `))).toEqual([]);
  });

  it("has a dangerous statement for each rule, and its row in docs/migrations.md", () => {
    const docs = readFileSync("docs/migrations.md", "utf8");

    expect(new Set(lintCases.map(({ rule }) => rule))).toEqual(new Set(rules.map(({ name }) => name)));
    expect(rules.filter(({ name, why, instead }) => !docs.includes(`| \`${name}\` | ${why} | ${instead} |`))).toEqual([]);
    expect(docs).toContain(`${lintCases.length} of ${lintCases.length}`);
  });
});

describe("a migration's SQL without comments", () => {
  it("keeps texts and what is inside of a function", async () => {
    const sql = "SELECT '-- ä', /* ö */ $$ -- in a body $$ -- allow rows: why\nFROM a";

    expect(await withoutComments(sql)).toBe("SELECT '-- ä',  $$ -- in a body $$ \nFROM a");
  });
});
