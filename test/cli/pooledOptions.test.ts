import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { type EmptyDatabase, emptyDatabase } from "../support/emptyDatabase.js";
import { describeThroughPgBouncer } from "../support/onServer.js";
import { type PgBouncer, startPgBouncer } from "../support/pgBouncer.js";
import { runProgram } from "../support/runProgram.js";
import { killStarted, startService } from "../support/startService.js";

const IN_APP = "options=-c%20search_path%3Dapp";

describeThroughPgBouncer("a schema in the options of DATABASE_URL, behind PgBouncer", () => {
  let empty: EmptyDatabase;
  beforeAll(async () => {
    empty = await emptyDatabase();
    await empty.query("CREATE SCHEMA app");
    for (const search of ["", `?${IN_APP}`]) await runProgram("db", ["migrate"], { DATABASE_URL: `${empty.url}${search}` });
    await empty.query("INSERT INTO app.tutorials (category, subject, total_steps) VALUES ('animals', 'of app', 0)");
    await empty.query("INSERT INTO public.tutorials (category, subject, total_steps) VALUES ('animals', 'of public', 0)");
  });
  afterAll(() => empty.drop());

  describe.each([
    ["that refuses options", ""],
    ["that drops options", "ignore_startup_parameters = options"],
  ])("%s", (_which, settings) => {
    let pooler: PgBouncer;
    beforeAll(async () => {
      pooler = await startPgBouncer(settings);
    });
    afterAll(async () => {
      killStarted();
      await pooler.stop();
    });

    const serve = (search: string) => {
      const url = `${pooler.urlOf(new URL(empty.url).pathname.slice(1))}?${search}`;
      return { url, service: startService({ DATABASE_URL: url, PREPARED_STATEMENTS: "false" }) };
    };
    const subjects = async (address: string) => {
      const response = await fetch(`${address}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: "{ tutorials { nodes { subject } } }" }),
      });
      return [response.status, ((await response.json()) as { data: { tutorials: unknown } | null }).data?.tutorials];
    };

    it.each([
      ["search_path", IN_APP],
      ["search_path", "options=-c%20search_path%3Dapp%20-c%20work_mem%3D8MB"],
      ["search_path", "options=--search_path%3Dapp"],
      ["search_path", "options=-csearch_path%3Dapp%2Cpublic"],
      ["work_mem", "options=-c%20work_mem%3D8MB"],
    ])("never serves another: it tells that the pooler drops %s, for %s", async (name, search) => {
      const { service, url } = serve(search);
      const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
      await service.says(
        new RegExp(`the pooler drops ${name}.* of the options in DATABASE_URL\\. Set that on the role instead`),
      );

      expect(await subjects(address)).toEqual([503, undefined]);
      expect(await runProgram("db", ["ping"], { DATABASE_URL: url })).toMatchObject({
        code: 1,
        output: expect.stringContaining(`the pooler drops ${name}`),
      });
      expect(await runProgram("user", ["sessions", "nobody@example.org"], { DATABASE_URL: url })).toMatchObject({
        code: 1,
        output: expect.stringContaining(`the pooler drops ${name}`),
      });
      service.child.kill("SIGKILL");
    });

    it("serves the schema where the role has it", async () => {
      const database = new URL(empty.url).pathname.slice(1);
      const role = new URL(empty.url).username;
      await empty.query(`ALTER ROLE ${role} IN DATABASE ${database} SET search_path = app`);
      const fresh = await startPgBouncer(settings);
      const service = startService({ DATABASE_URL: `${fresh.urlOf(database)}?${IN_APP}`, PREPARED_STATEMENTS: "false" });
      const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
      await service.says(/"ready"/);

      expect(await subjects(address)).toEqual([200, { nodes: [{ subject: "of app" }] }]);
      await empty.query(`ALTER ROLE ${role} IN DATABASE ${database} RESET search_path`);
      service.child.kill("SIGKILL");
      await fresh.stop();
    });
  });

  it("is served without a pooler, and other drivers' names for it are refused with what to write", async () => {
    const service = startService({ DATABASE_URL: `${empty.url}?${IN_APP}` });
    await service.says(/"ready"/);
    const refused = await runProgram("db", ["status"], { DATABASE_URL: `${empty.url}?schema=app` });

    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining("name the schema by options=-c%20search_path%3DSCHEMA"),
    });
    killStarted();
  });

  it("named by its parameter, it is the database that is used, and not one of the user's name", async () => {
    const url = new URL(empty.url);
    url.searchParams.set("dbname", url.pathname.slice(1));
    url.pathname = "/postgres";
    const client = new pg.Client({ connectionString: empty.url });
    await client.connect();
    await client.end();

    expect(await runProgram("db", ["status"], { DATABASE_URL: url.href })).toMatchObject({
      code: 0,
      output: expect.stringContaining("All are applied."),
    });
  });
});
