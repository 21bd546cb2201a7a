import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import { MOST_CHARACTERS, MOST_PREPARED } from "../../packages/engine/src/database/PreparedStatements.js";
import { ENVIRONMENTS } from "../support/onServer.js";
import { TestApi } from "../support/TestApi.js";

const SHAPES = 300;
/** What is kept for wide shapes would be twenty times as much. */
const MOST_GROWTH_BYTES = 200_000;

/** What PostgreSQL keeps for statements that were prepared stays bounded, whatever is asked: docs/guarantees.md#c8. */
describe.each(ENVIRONMENTS)("queries of ever new shapes, with NODE_ENV=%s", (environment) => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    const production = environment === "production" && { BCRYPT_COST: "10", ALLOW_EMBEDDED_IN_PRODUCTION: "1" };
    api = await TestApi.open({ NODE_ENV: environment, ...production });
    token = await api.world.token(await api.world.user({ name: "Anna" }));
  });
  afterAll(() => api.close());

  const ask = async (field: string, aliases: number) => {
    const { data, errors } = await api.ask(
      `{ me { ${Array.from({ length: aliases }, (_, index) => `${field}${index}: name`).join(" ")} } }`,
      { token },
    );
    expect(errors).toEqual([]);
    return data.me[`${field}0`];
  };

  /** What each connection of the service holds. */
  const held = async () => {
    const pool = (api.opened.database.driver as PostgresDriver).master as pg.Pool;
    const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
    const counts = await Promise.all(
      clients.map((client) =>
        client.query<{ count: number; characters: number; longest: number | null }>(
          `SELECT count(*)::int AS count, coalesce(sum(length(statement)), 0)::int AS characters,
            max(length(statement)) AS longest FROM pg_prepared_statements`,
        ),
      ),
    );
    for (const client of clients) client.release();
    return counts.map(({ rows }) => rows[0]);
  };

  /** What the connections of the service hold for their sessions. */
  const memory = async () => {
    const pool = (api.opened.database.driver as PostgresDriver).master as pg.Pool;
    const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
    const sums = await Promise.all(
      clients.map((client) => client.query<{ sum: number }>("SELECT sum(used_bytes)::int FROM pg_backend_memory_contexts")),
    );
    for (const client of clients) client.release();
    return sums.reduce((sum, { rows }) => sum + (rows[0]?.sum ?? 0), 0);
  };

  it("leave few prepared on any connection, and stay right", async () => {
    for (let shape = 0; shape < SHAPES; shape++) {
      const asked = Array.from({ length: 3 }, () => ask(`f${shape}x`, 1 + (shape % 40)));
      expect(await Promise.all(asked)).toEqual(["Anna", "Anna", "Anna"]);
    }
    // Long since closed: it is prepared anew.
    expect(await ask("f0x", 1)).toBe("Anna");

    const connections = await held();
    expect(connections.length).toBeGreaterThan(0);
    for (const connection of connections) {
      expect(connection?.count).toBeLessThanOrEqual(MOST_PREPARED);
      expect(connection?.characters).toBeLessThanOrEqual(MOST_CHARACTERS);
    }
  });

  it("are not kept prepared where their SQL is long, and answered all the same", async () => {
    const aliases = Array.from({ length: 150 }, (_, index) => `long${index}: stories { totalCount }`).join(" ");
    for (let time = 0; time < 4; time++) {
      const { data } = await api.ask(`{ me { ${aliases} } }`, { token });
      expect(data.me.long149).toEqual({ totalCount: 0 });
    }

    const longest = Math.max(...api.statements.map(({ text }) => text.length));
    for (const connection of await held()) expect(connection?.longest ?? 0).toBeLessThan(longest);
  });

  it("leave nothing behind on the connection that has answered them", async () => {
    const askWide = async (from: number) => {
      for (let shape = from; shape < from + 40; shape++) expect(await ask(`w${shape}x`, 400)).toBe("Anna");
    };
    await askWide(0);
    const before = await memory();
    await askWide(40);

    expect((await memory()) - before).toBeLessThan(MOST_GROWTH_BYTES);
  });
});
