import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { differentChecks } from "../../../packages/operations/src/differentChecks.js";
import { openDatabase, type TestDatabase } from "../../support/openDatabase.js";

describe("the checks of the entities", () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openDatabase();
  });
  afterAll(() => opened.close());

  it("say what the migrations say", async () => {
    expect(await differentChecks(opened.database)).toEqual([]);
  });

  it("are told where they say something else under the same name", async () => {
    await opened.database.query("ALTER TABLE stories DROP CONSTRAINT stories_origin_known");
    await opened.database.query("ALTER TABLE stories ADD CONSTRAINT stories_origin_known CHECK (origin <> 'NOBODY')");

    expect(await differentChecks(opened.database)).toEqual([
      expect.stringMatching(/^constraint stories\.stories_origin_known: CHECK .*NOBODY.*, and the entity says: CHECK/),
    ]);
  });
});
