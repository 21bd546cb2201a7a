import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { type EmptyDatabase, emptyDatabase } from "../support/emptyDatabase.js";
import { describeOnServer } from "../support/onServer.js";
import { runProgram } from "../support/runProgram.js";

describeOnServer("npm run db -- migrate, with a role that serves as well", () => {
  let empty: EmptyDatabase;
  beforeEach(async () => {
    empty = await emptyDatabase();
  });
  afterEach(() => empty.drop());

  it("is not ended by the timeouts that ping has had set on the role", async () => {
    const [row] = await empty.query<{ scope: string }>(
      "SELECT format('ROLE %I IN DATABASE %I', current_user, current_database()) AS scope",
    );
    for (const name of ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"])
      await empty.query(`ALTER ${row?.scope} SET ${name} = 1`);

    expect((await runProgram("db", ["migrate"], { DATABASE_URL: empty.url })).code).toBe(0);
  });

  it("names the setting in DATABASE_URL that ended a statement", async () => {
    const { code, output } = await runProgram("db", ["migrate"], {
      DATABASE_URL: `${empty.url}?options=-c%20statement_timeout%3D1`,
    });

    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^The setting statement_timeout ended this: it is in the options of DATABASE_URL/m),
    ]);
  });
});
