import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { MOST_CHARACTERS, MOST_PREPARED } from "../../packages/engine/src/database/PreparedStatements.js";
import { statementRunner } from "../../packages/engine/src/database/statementRunner.js";
import { openDatabase, type TestDatabase } from "../support/openDatabase.js";

const PREPARED = "SELECT count(*)::int AS count FROM pg_prepared_statements WHERE name LIKE 'mine-%'";

describe("statementRunner", () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openDatabase();
  });
  afterAll(() => opened.close());

  const statement = (number: number) => ({ name: `mine-${number}`, text: `SELECT ${number}`, values: [] });
  const prepared = async () => (await opened.database.query<{ count: number }[]>(PREPARED))[0]?.count;

  it("has a statement prepared once, whatever its values", async () => {
    const run = statementRunner(opened.database);
    const echo = (value: string) => run({ name: "mine-echo", text: "SELECT $1::text", values: [value] });

    expect([await echo("a"), await echo("b")]).toEqual([[["a"]], [["b"]]]);
    expect(await prepared()).toBe(1);
  });

  it("keeps those that ran last, within a bound of number", async () => {
    const run = statementRunner(opened.database);

    for (let number = 0; number < MOST_PREPARED + 50; number++) {
      expect(await run(statement(number))).toEqual([[String(number)]]);
      expect(await run(statement(0))).toEqual([["0"]]);
    }

    expect(await prepared()).toBe(MOST_PREPARED);
    expect(await run(statement(1))).toEqual([["1"]]);
    expect(await prepared()).toBe(MOST_PREPARED);
  });

  it("keeps those that ran last, within a bound of length, and none that is long by itself", async () => {
    const run = statementRunner(opened.database);
    const long = (number: number, length: number) =>
      run({ name: `mine-long-${length}-${number}`, text: `SELECT ${number} /*${"x".repeat(length)}*/`, values: [] });

    for (let number = 0; number < 30; number++) expect(await long(number, 24_000)).toEqual([[String(number)]]);
    for (const number of [1, 1]) expect(await long(number, 40_000)).toEqual([[String(number)]]);

    const [held] = await opened.database.query<{ characters: number; longest: number }[]>(
      `SELECT sum(length(statement))::int AS characters, max(length(statement)) AS longest FROM pg_prepared_statements
        WHERE name LIKE 'mine-%'`,
    );
    expect(held?.characters).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(held?.longest).toBeLessThan(40_000);
  });

  it("prepares nothing where that is turned off", async () => {
    const before = await prepared();
    const run = statementRunner(opened.database, false);

    expect(await run(statement(99_999))).toEqual([["99999"]]);
    expect(await prepared()).toBe(before);
  });

  it("hands on texts, Booleans and nulls, and PostgreSQL's error where there is one", async () => {
    const run = statementRunner(opened.database);
    const ask = (name: string, text: string) => run({ name, text, values: [] });

    await expect(ask("mine-error", "SELECT 1 / (random() * 0)::int")).rejects.toMatchObject({ code: "22012" });

    expect(await ask("mine-values", "SELECT 'a', true, false, NULL::text, 1")).toEqual([["a", true, false, null, "1"]]);
  });

  it("asks another session where the statement was forgotten, or its rows have other types now", async () => {
    const run = statementRunner(opened.database);
    const ask = () => run({ name: "mine-forgotten", text: "SELECT number FROM forgotten", values: [] });
    await opened.database.query("CREATE TABLE forgotten AS SELECT 7 AS number");
    const before = await ask();

    await opened.database.query("DEALLOCATE ALL");
    const forgotten = await ask();
    await opened.database.query("ALTER TABLE forgotten ALTER number TYPE text");
    const changed = await ask();

    expect([before, forgotten, changed]).toEqual([[["7"]], [["7"]], [["7"]]]);
    await opened.database.query("DROP TABLE forgotten");
  });
});
