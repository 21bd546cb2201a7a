import { afterEach, expect, it } from "@jest/globals";
import { type EmptyDatabase, emptyDatabase } from "../support/emptyDatabase.js";
import { describeOnServer } from "../support/onServer.js";
import { runProgram } from "../support/runProgram.js";

describeOnServer("a database that cannot be used is told in one line, with what to do:", () => {
  let empty: EmptyDatabase;
  afterEach(() => empty.drop());

  const migrate = async (search = "") => {
    const { code, output } = await runProgram("db", ["migrate"], { DATABASE_URL: `${empty.url}${search}` });
    return { code, lines: output.trimEnd().split("\n") };
  };

  it.each([
    [
      "another program's table named migrations",
      "CREATE TABLE migrations (id int, migration text, batch int)",
      "",
      /^The table "migrations" in the schema "public" belongs to another program\. .*CREATE SCHEMA/,
    ],
    [
      "a database that is read-only",
      "ALTER DATABASE $ SET default_transaction_read_only = on",
      "",
      /^The database is read-only: .*Connect to the primary/,
    ],
    [
      "a schema that is not there",
      "SELECT",
      "?options=-c%20search_path%3Dabsent",
      /^No schema of the search path \(absent\) exists for the role\. Create it/,
    ],
  ])("%s", async (_what, sql, search, line) => {
    empty = await emptyDatabase();
    await empty.query(sql.replace("$", new URL(empty.url).pathname.slice(1)));

    const { code, lines } = await migrate(search);

    expect([code, lines]).toEqual([1, [expect.stringMatching(line)]]);
  });

  it("an encoding other than UTF8", async () => {
    empty = await emptyDatabase({ encoding: "LATIN1" });

    expect(await migrate()).toEqual({
      code: 1,
      lines: [expect.stringMatching(/^The database is encoded in LATIN1, .*ENCODING 'UTF8'/)],
    });
  });

  it("a role without rights", async () => {
    empty = await emptyDatabase();
    await migrate();

    expect(await migrate("?options=-c%20role%3Dpg_monitor")).toEqual({
      code: 1,
      lines: [expect.stringMatching(/^The role of DATABASE_URL lacks a right on the table migrations\. Connect as the role/)],
    });
  });

  it("but another program's table named migrations in another schema is left alone", async () => {
    empty = await emptyDatabase();
    await empty.query("CREATE TABLE migrations (id int, migration text); CREATE SCHEMA app");

    expect((await migrate("?options=-c%20search_path%3Dapp,public")).code).toBe(0);
    expect(await empty.query("SELECT FROM public.migrations")).toEqual([]);
  });
});
