import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import pg from "pg";
import { describeOnServer, describeThroughPgBouncer } from "../support/onServer.js";
import { freePort, type PgBouncer, startPgBouncer } from "../support/pgBouncer.js";
import { runProgram } from "../support/runProgram.js";
import { killStarted, startService } from "../support/startService.js";
import { TestApi } from "../support/TestApi.js";
import { urlOf } from "../support/template.js";

describeOnServer("npm run db -- ping", () => {
  const ping = async (url: string) => {
    const { code, stdout, output } = await runProgram("db", ["ping", "--json"], { DATABASE_URL: url });
    expect(output).not.toMatch(/s3cret|wrong password!/);
    const { steps } = JSON.parse(stdout) as { steps: { name: string; isGood: boolean; detail: string; ms: number }[] };
    return { code, steps, names: steps.map(({ name }) => name), last: steps.at(-1) };
  };

  it("times each step of a good connection, and tells the version and that it is direct", async () => {
    const { code, names, steps, last } = await ping(urlOf("postgres"));

    expect([code, names]).toEqual([0, ["dns", "tcp", "tls", "authentication", "query"]]);
    expect(steps.every(({ isGood, ms }) => isGood && ms >= 0)).toBe(true);
    expect(last?.detail).toMatch(/^PostgreSQL \d+.*, direct$/);
  });

  it.each([
    ["a wrong host", () => "postgresql://u:s3cret@no-such-host.invalid/db", "dns", /host of DATABASE_URL/],
    [
      "a wrong port",
      async () => `postgresql://u:s3cret@127.0.0.1:${await freePort()}/db`,
      "tcp",
      /nothing listens at the host and port/,
    ],
    ["a wrong database", () => urlOf("no_such_database"), "authentication", /database named in DATABASE_URL does not exist/],
    ["refused TLS", () => `${urlOf("postgres")}?sslmode=require`, "tls", /the server offers no TLS/],
  ])("tells %s, and what to do", async (_what, url, step, detail) => {
    const { code, last } = await ping(await url());

    expect([code, last?.name, last?.isGood]).toEqual([1, step, false]);
    expect(last?.detail).toMatch(detail);
  });

  it("tries the endpoint that migrate uses as well, where it is another", async () => {
    const unpooled = `postgresql://u:s3cret@127.0.0.1:${await freePort()}/db`;
    const { code, stdout } = await runProgram("db", ["ping"], {
      DATABASE_URL: urlOf("postgres"),
      DATABASE_URL_UNPOOLED: unpooled,
    });

    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^As the service connects:[\s\S]*direct\nAs migrate connects:[\s\S]*tcp +failed +nothing listens/),
    ]);
  });

  it("tells a server that is frozen", async () => {
    const sockets = new Set<Socket>();
    const frozen: Server = createServer((socket) => sockets.add(socket));
    await new Promise<void>((resolve) => frozen.listen(0, "127.0.0.1", resolve));
    const { port } = frozen.address() as { port: number };

    const { code, last } = await ping(`postgresql://u:s3cret@127.0.0.1:${port}/db?connect_timeout=1`);

    expect([code, last]).toEqual([1, expect.objectContaining({ name: "authentication", isGood: false })]);
    expect(last?.detail).toMatch(/did not answer in 1 s\. It may be frozen/);
    for (const socket of sockets) socket.destroy();
    frozen.close();
  });
});

describeThroughPgBouncer("through PgBouncer in transaction mode", () => {
  let pooler: PgBouncer;
  let api: TestApi;
  let database: string;
  beforeAll(async () => {
    pooler = await startPgBouncer();
    api = await TestApi.open();
    database = new URL(api.opened.url ?? "").pathname.slice(1);
  });
  afterAll(async () => {
    killStarted();
    await pooler.stop();
    await api.close();
  });

  it("ping tells that it is pooled, has no timeouts and plans joined reads anew, and a wrong password", async () => {
    const good = await runProgram("db", ["ping"], { DATABASE_URL: pooler.urlOf(database), PREPARED_STATEMENTS: "false" });
    const wrong = await runProgram("db", ["ping"], { DATABASE_URL: pooler.urlOf(database, "wrong password!") });

    expect(good).toMatchObject({
      code: 0,
      output: expect.stringMatching(
        /query .* PostgreSQL .*, pooled.*on the role: .*SET plan_cache_mode = force_generic_plan; ALTER ROLE CURRENT_USER SET statement_timeout = 5000;/,
      ),
    });
    expect(wrong).toMatchObject({
      code: 1,
      output: expect.stringMatching(/authentication +failed +the user name or the password in DATABASE_URL is wrong/),
    });
    expect(wrong.output).not.toContain("wrong password!");
  });

  it("ping and the service's start tell that it mixes up prepared statements, and what to set", async () => {
    const told = /The pooler mixes up prepared statements, so reads will fail \(42P05\)\. Set PREPARED_STATEMENTS=false/;
    const service = startService({ DATABASE_URL: pooler.urlOf(database) });

    expect(await runProgram("db", ["ping"], { DATABASE_URL: pooler.urlOf(database) })).toMatchObject({
      code: 1,
      output: expect.stringMatching(told),
    });
    await service.says(told);
  });

  /** A session that keeps the row of a user until it ends. */
  const hold = async (id: string) => {
    const client = new pg.Client({ connectionString: api.opened.url });
    await client.connect();
    await client.query("BEGIN");
    await client.query("SELECT FROM users WHERE id = $1 FOR UPDATE", [id]);
    return client;
  };

  it("migrations are refused, unless there is a way past it", async () => {
    const through = await runProgram("db", ["migrate"], { DATABASE_URL: pooler.urlOf(database) });
    const past = await runProgram("db", ["migrate"], {
      DATABASE_URL: pooler.urlOf(database),
      DATABASE_URL_UNPOOLED: api.opened.url ?? "",
    });

    expect(through).toMatchObject({ code: 1, output: expect.stringContaining("A pooler (PgBouncer) is in between") });
    expect(past).toMatchObject({ code: 0, stdout: "Nothing is pending.\n" });
  });

  it("the service answers, reads and writes, with naming turned off", async () => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    const service = startService({ DATABASE_URL: pooler.urlOf(database), PREPARED_STATEMENTS: "false" });
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    await service.says(/"ready"/);
    const ask = async (query: string) => {
      const response = await fetch(`${address}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as { data: unknown };
    };

    await service.says(/The pooler drops the timeouts of sessions/);
    const holder = await hold(user.id);
    const locked = await ask('mutation { updateMe(input: { name: "Anna" }) { id } }');
    await holder.end();
    const written = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ask(`mutation { updateMe(input: { name: "Anna ${index}" }) { id } }`)),
    );
    const read = await Promise.all(Array.from({ length: 20 }, () => ask("{ me { id drawings { totalCount } } }")));

    expect(locked).toMatchObject({ errors: [{ extensions: { code: "UNAVAILABLE" } }] });
    expect(written.map(({ data }) => data)).toEqual(Array(20).fill({ updateMe: { id: user.id } }));
    expect(read.map(({ data }) => data)).toEqual(Array(20).fill({ me: { id: user.id, drawings: { totalCount: 0 } } }));
  });
});
