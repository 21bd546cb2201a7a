import { describe, expect, it } from "@jest/globals";
import { lintAll } from "../../../src/database/operations/lint.js";

const before = {
  name: "Before",
  sql: ["CREATE TABLE users (id uuid PRIMARY KEY)", "CREATE TABLE stories (id uuid PRIMARY KEY, user_id uuid)"],
};
const rulesOf = async (...sql: string[]) => {
  const { details } = await lintAll([before, { name: "New", sql }], (name) => name === "New");
  return (details.findings as { rule: string }[]).map(({ rule }) => rule);
};

describe("npm run db -- lint", () => {
  it.each([
    ["a table that is dropped", "DROP TABLE stories", "drop-table"],
    ["a column that is dropped", "ALTER TABLE stories DROP COLUMN user_id", "drop-column"],
    ["a column that may not be null and has no default", "ALTER TABLE users ADD COLUMN name text NOT NULL", "not-null"],
    ["a column that may be null no longer", "ALTER TABLE stories ALTER COLUMN user_id SET NOT NULL", "not-null"],
    ["a changed type", "ALTER TABLE stories ALTER COLUMN user_id TYPE text", "change-type"],
    [
      "a foreign key without an index",
      "ALTER TABLE stories ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id)",
      "foreign-key-index",
    ],
    [
      "a foreign key of a new table without an index",
      "CREATE TABLE notes (user_id uuid REFERENCES users (id))",
      "foreign-key-index",
    ],
    [
      "a foreign key whose index leaves rows out",
      "ALTER TABLE stories ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id); CREATE INDEX CONCURRENTLY i ON stories (user_id) WHERE id IS NULL",
      "foreign-key-index",
    ],
    ["an index on a filled table", "CREATE INDEX i ON stories (user_id)", "index-concurrently"],
  ])("refuses %s, unless a reason allows it", async (_what, sql, rule) => {
    expect(await rulesOf(sql)).toEqual([rule]);
    expect(await rulesOf(`-- allow ${rule}: nothing reads it since the last release\n${sql}`)).toEqual([]);
    expect(await rulesOf(`-- allow ${rule}:\n${sql}`)).toEqual([rule]);
    expect(await rulesOf(`-- allow another-rule: for a reason\n${sql}`)).toEqual([rule]);
  });

  it.each([
    ["a column with a default", ["ALTER TABLE users ADD COLUMN name text NOT NULL DEFAULT ''"]],
    ["a column that may be null", ["ALTER TABLE users ADD COLUMN name text"]],
    ["an index that is built concurrently", ["CREATE INDEX CONCURRENTLY i ON stories (user_id)"]],
    [
      "a foreign key whose index follows",
      [
        "ALTER TABLE stories ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id)",
        "CREATE INDEX CONCURRENTLY i ON stories (user_id, id)",
      ],
    ],
    [
      "whatever is done to a table of its own",
      ["CREATE TABLE a (id int)", "CREATE INDEX i ON a (id)", "ALTER TABLE a DROP COLUMN id", "DROP TABLE a"],
    ],
    ["a column's name in a text", ["INSERT INTO users (id) SELECT gen_random_uuid() WHERE 'DROP TABLE users' = ''"]],
  ])("lets through %s", async (_what, sql) => {
    expect(await rulesOf(...sql)).toEqual([]);
  });
});
