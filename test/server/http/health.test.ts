import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

describe("health routes", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  const get = async (url: string) => {
    const { statusCode, body } = await api.http.inject({ method: "GET", url });
    return [statusCode, JSON.parse(body)];
  };

  it("say that the service is alive and ready", async () => {
    expect(await get("/healthz")).toEqual([200, { status: "alive" }]);
    expect(await get("/readyz")).toEqual([200, { status: "ready" }]);
  });

  it("name the migrations that are pending", async () => {
    const { database } = api.opened;
    await database.query("CREATE TABLE kept AS SELECT * FROM migrations");
    await database.query("DELETE FROM migrations");

    const answer = await get("/readyz");

    expect(answer).toEqual([503, { status: "not ready", reason: expect.stringContaining("CreateSchema1795392000000") }]);
    await database.query("INSERT INTO migrations SELECT * FROM kept");
  });

  it("have operations answer UNAVAILABLE where a table is missing, with what the operator has to do", async () => {
    const { database } = api.opened;
    await database.query("ALTER TABLE tutorials RENAME TO hidden");

    const answers = [
      await api.ask("{ tutorials { totalCount } }"),
      await api.ask("{ a: tutorials { totalCount } tutorialCategories { name } }"),
    ];

    await database.query("ALTER TABLE hidden RENAME TO tutorials");
    const message = "The database lacks tables of this release. Try again later; the operator has to run the migrations.";
    for (const { status, errors } of answers) {
      expect(status).toBe(503);
      for (const error of errors) expect(error).toMatchObject({ message, extensions: { code: "UNAVAILABLE", reason: "down" } });
    }
    for (const { errors } of answers) expect(errors.length).toBeGreaterThan(0);
  });

  it("name the table whose updated_at nothing keeps", async () => {
    const { database } = api.opened;
    await database.query("ALTER TABLE stories DISABLE TRIGGER touch_updated_at");

    const disabled = await get("/readyz");

    await database.query("ALTER TABLE stories ENABLE TRIGGER touch_updated_at");
    const reason = expect.stringContaining("Table stories has updated_at and no trigger");
    expect(disabled).toEqual([503, { status: "not ready", reason }]);
    expect(await get("/readyz")).toEqual([200, { status: "ready" }]);
  });

  it("stay alive without the database, and operations then answer 503", async () => {
    const other = await TestApi.open();
    await other.opened.close();

    const alive = await other.http.inject({ method: "GET", url: "/healthz" });
    const ready = await other.http.inject({ method: "GET", url: "/readyz" });
    const answer = await other.ask("{ tutorials { totalCount } }");
    await other.http.close();

    expect([alive.statusCode, ready.statusCode]).toEqual([200, 503]);
    expect(answer).toMatchObject({
      status: 503,
      errors: [{ extensions: { code: "UNAVAILABLE" } }],
      headers: { "retry-after": expect.stringMatching(/^([5-9]|10)$/) },
    });
  });
});
