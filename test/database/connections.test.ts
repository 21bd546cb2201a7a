import { afterAll, beforeAll, expect, it } from "@jest/globals";
import pg from "pg";
import { describeOnServer } from "../support/onServer.js";
import { TestApi } from "../support/TestApi.js";

describeOnServer("connections to the database", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it("may all be terminated while reads run: reads answer or say UNAVAILABLE, and all is well afterwards", async () => {
    const killer = new pg.Client({ connectionString: api.opened.url });
    await killer.connect();
    const outcomes: (string | undefined)[] = [];
    const reads = async () => {
      for (let index = 0; index < 50; index++)
        outcomes.push((await api.ask("{ tutorials { totalCount } }")).errors[0]?.extensions.code);
    };

    const reading = Promise.all(Array.from({ length: 8 }, reads));
    let isReading = true;
    const killing = (async () => {
      while (isReading)
        await killer.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
    })();
    await reading;
    isReading = false;
    await killing;
    await killer.end();

    expect(outcomes.filter((code) => code !== undefined && code !== "UNAVAILABLE")).toEqual([]);
    expect((await api.ask("{ tutorials { totalCount } }")).errors).toEqual([]);
  });

  it("are never more than the setting allows", async () => {
    const token = await api.world.token(await api.world.user());
    const write = 'mutation { updateMe(input: { name: "Anna" }) { id } }';
    const many = Array.from({ length: 100 }, (_, number) =>
      number % 2 === 0 ? api.ask("{ tutorials { totalCount } }") : api.ask(write, { token }),
    );
    await Promise.all(many);

    const [{ count }] = await api.opened.database.query(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'novadraw-api'",
    );

    expect(count).toBeLessThanOrEqual(10);
  });

  it("let one page see one snapshot while others insert", async () => {
    const child = await api.world.user();
    const token = await api.world.token(child);
    const inserting = Array.from({ length: 30 }, () => api.world.drawing(child));
    const asking = Array.from({ length: 30 }, () =>
      api.ask("{ drawings(first: 100) { totalCount nodes { id } edges { node { id } } } }", { token }),
    );

    const answers = await Promise.all(asking);
    await Promise.all(inserting);

    for (const { data } of answers) {
      expect(data.drawings.nodes.length).toBe(data.drawings.totalCount);
      expect(data.drawings.edges.map(({ node }: { node: unknown }) => node)).toEqual(data.drawings.nodes);
    }
  });
});
