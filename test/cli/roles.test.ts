import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { Cluster, PASSWORD } from "../support/Cluster.js";
import { describeWithClusters } from "../support/onServer.js";
import { runProgram } from "../support/runProgram.js";
import { killStarted, startService } from "../support/startService.js";

/** The statements that docs/deployment.md gives for two roles. */
const GRANTS = [...readFileSync("docs/deployment.md", "utf8").matchAll(/```sql\n([\s\S]*?)```/g)]
  .map(([, sql = ""]) => sql)
  .find((sql) => sql.includes("CREATE ROLE novadraw_service"));

describeWithClusters("the two roles of docs/deployment.md", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start();
    const [asAdmin = "", inDatabase = ""] = (GRANTS ?? "").replaceAll("'…'", `'${PASSWORD}'`).split("\\connect novadraw_app\n");
    for (const statement of asAdmin.split(/;\n/).filter((one) => one.trim() !== "")) await cluster.query(statement);
    await cluster.query(inDatabase, undefined, "novadraw_app");
  });
  afterAll(() => {
    killStarted();
    cluster.remove();
  });

  const urlOf = (role: string) => `postgresql://${role}:${PASSWORD}@127.0.0.1:${cluster.port}/novadraw_app`;
  const both = () => ({ DATABASE_URL: urlOf("novadraw_service"), DATABASE_URL_UNPOOLED: urlOf("novadraw_migrations") });
  const readiness = async (service: ReturnType<typeof startService>) => {
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    await service.says(/"ready"|Not ready/);
    const response = await fetch(`${address}/readyz`);
    return [response.status, await response.text()];
  };

  it("migrate, check and serve, and ping finds nothing that they lack", async () => {
    const { DATABASE_URL_UNPOOLED } = both();

    expect((await runProgram("db", ["migrate"], both())).code).toBe(0);
    expect(await runProgram("db", ["check"], { DATABASE_URL: DATABASE_URL_UNPOOLED })).toMatchObject({
      code: 0,
      stdout: "No drift.\n",
    });
    expect((await runProgram("db", ["ping"], both())).code).toBe(0);
    expect((await readiness(startService(both())))[0]).toBe(200);
  });

  it("are told what they lack, by ping and by /readyz, and never that the database cannot be reached", async () => {
    await cluster.query("REVOKE INSERT, DELETE ON stories FROM novadraw_service", undefined, "novadraw_app");
    const lacks = "The role lacks DELETE, INSERT on stories. docs/deployment.md has the GRANTs for the service's role.";

    expect(await runProgram("db", ["ping"], both())).toMatchObject({ code: 1, output: expect.stringContaining(lacks) });
    expect(await readiness(startService(both()))).toEqual([503, expect.stringContaining("lacks DELETE, INSERT on stories")]);
    await cluster.query("REVOKE SELECT ON migrations FROM novadraw_service", undefined, "novadraw_app");
    expect((await readiness(startService(both())))[1]).toContain("SELECT on migrations");
    expect((await runProgram("db", ["migrate"], { DATABASE_URL: urlOf("novadraw_service") })).output).toMatch(/lacks a right/);
  });

  it("a database that takes no writes is not ready, and says why", async () => {
    await cluster.query(
      "GRANT INSERT, DELETE ON stories TO novadraw_service; GRANT SELECT ON migrations TO novadraw_service; ALTER ROLE novadraw_service SET default_transaction_read_only = on",
      undefined,
      "novadraw_app",
    );

    expect(await readiness(startService(both()))).toEqual([
      503,
      expect.stringContaining("The database is read-only: it is a standby"),
    ]);
    await cluster.query("ALTER ROLE novadraw_service RESET default_transaction_read_only");
  });

  it("a server whose last connections others hold is ready as long as the service has some", async () => {
    const service = startService({ ...both(), DATABASE_POOL_SIZE: "3" });
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    await service.says(/"ready"/);
    await cluster.query("ALTER ROLE novadraw_service CONNECTION LIMIT 1");

    const states = await Promise.all(Array.from({ length: 10 }, async () => (await fetch(`${address}/readyz`)).status));
    expect(new Set(states)).toEqual(new Set([200]));
  });
});
