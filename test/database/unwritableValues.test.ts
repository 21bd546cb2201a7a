import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { quietLog } from "../../packages/engine/src/database/SqlLogger.js";
import { migrate } from "../../packages/operations/src/migrate.js";
import { createDataSource } from "../../src/createDataSource.js";
import { type EmptyDatabase, emptyDatabase } from "../support/emptyDatabase.js";
import { describeOnServer } from "../support/onServer.js";
import { openDatabase } from "../support/openDatabase.js";

const ROWS = [
  "INSERT INTO users (id, email, password) VALUES ('00000000-0000-4000-8000-000000000001', 'a@example.org', '')",
  "INSERT INTO tutorials (category, subject, total_steps) VALUES ('c', 's', 0)",
  "INSERT INTO tutorial_steps (tutorial_id, step_number, instruction_en, instruction_de, image_url) SELECT id, 1, '', '', 'x' FROM tutorials",
  "INSERT INTO drawings (user_id) SELECT id FROM users",
  "INSERT INTO stories (user_id, title, story_text_en, story_text_de, image_url) SELECT id, 't', '', '', 'x' FROM users",
];
const TABLES = ["users", "tutorials", "tutorial_steps", "drawings", "stories"];

describe("the database", () => {
  it("refuses what no answer can write, whoever sends it", async () => {
    const { database, close } = await openDatabase();
    for (const sql of ROWS) await database.query(sql);
    const refused: string[] = [];
    const good: string[] = [];
    for (const table of TABLES)
      for (const value of ["infinity", "-infinity", "10000-01-01", "0001-01-01 BC"])
        refused.push(`UPDATE ${table} SET created_at = '${value}'`);
    for (const value of ["infinity", "-infinity", "10000-01-01", "0044-03-15 BC"])
      refused.push(`UPDATE users SET birthdate = '${value}'`);
    for (const list of [
      "ARRAY[NULL]",
      "ARRAY['https://a.example', NULL]",
      "ARRAY['']",
      "ARRAY['https://a.example', '']",
      "ARRAY[['https://a.example']]",
    ])
      refused.push(`UPDATE drawings SET edited_images_urls = ${list}`);
    good.push(
      "UPDATE drawings SET edited_images_urls = '{}'",
      "UPDATE drawings SET edited_images_urls = ARRAY['https://a.example', 'https://b.example']",
    );
    good.push(
      "UPDATE users SET birthdate = NULL",
      "UPDATE users SET birthdate = '2017-04-30'",
      "UPDATE stories SET created_at = '2020-01-01'",
    );

    for (const sql of refused) await expect(database.query(sql)).rejects.toThrow("violates check constraint");
    for (const sql of good) await database.query(sql);
    await close();
  });
});

describeOnServer("the migrations that refuse what no answer can write", () => {
  let empty: EmptyDatabase;
  let database: DataSource;
  beforeEach(async () => {
    empty = await emptyDatabase();
    database = createDataSource(
      { url: empty.url, directory: "", poolSize: 2, isSqlEchoed: false, isPreparing: true },
      quietLog,
    );
    await database.initialize();
    await migrate(database, () => undefined, { to: "StoreDomainsInAscii1795800022100", agreement: { isProduction: true } });
    for (const sql of ROWS) await empty.query(sql);
  });
  afterEach(async () => {
    await database.destroy();
    await empty.drop();
  });

  it("take such entries out of lists that are there, and leave the others in their order", async () => {
    const lists = [
      "ARRAY['b', NULL, 'a', '']",
      "ARRAY[NULL, NULL]",
      "ARRAY[['d', 'c'], ['b', NULL]]",
      "ARRAY['z', 'y']",
      "'{}'",
    ];
    for (const [index, list] of lists.entries())
      await empty.query(
        `INSERT INTO drawings (user_id, edited_images_urls, created_at) SELECT id, ${list}, '2020-01-0${index + 1}' FROM users`,
      );
    const [{ max: before }] = (await empty.query(
      "SELECT max(updated_at) FROM drawings WHERE edited_images_urls = ARRAY['z', 'y']::varchar[]",
    )) as [{ max: Date }];

    await migrate(database, () => undefined);

    const rows = await empty.query<{ edited_images_urls: string[]; updated_at: Date }>(
      "SELECT edited_images_urls, updated_at FROM drawings WHERE created_at < '2021-01-01' ORDER BY created_at",
    );
    expect(rows.map((row) => row.edited_images_urls)).toEqual([["b", "a"], [], ["d", "c", "b"], ["z", "y"], []]);
    expect(rows[3]?.updated_at).toEqual(before);
  });

  it("stop at a date that a person has to mend, by the name of its check, and go on after it", async () => {
    await empty.query("UPDATE users SET birthdate = 'infinity'");

    await expect(migrate(database, () => undefined)).rejects.toThrow("users_birthdate_range");
    await empty.query("UPDATE users SET birthdate = NULL");
    await migrate(database, () => undefined);
  });
});
