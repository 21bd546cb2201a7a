import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc, { type GeneratorValue } from "fast-check";
import { Role } from "../../src/entities/Role.js";
import { LiveClient, listen } from "../support/LiveClient.js";
import { ACTS, ADMIN_ACTS, MutationModel, type Sent } from "../support/mutationActs.js";
import { QueryWriter } from "../support/randomQuery.js";
import { loadTables } from "../support/referenceReader.js";
import { DEFAULT_LIMITS, TestApi } from "../support/TestApi.js";

const RUNS = Number(process.env.FUZZ_RUNS ?? 6);
const ROOTS = ["me", "node", "tutorial", "tutorials", "tutorialCategories", "drawing", "drawings", "story", "stories"];
const ADMIN = 2;
const SETTINGS = {
  ...DEFAULT_LIMITS,
  LIVE_INTERVAL_MS: "250",
  LIVE_STREAMS_PER_VIEWER: "100",
  MAX_CONNECTIONS_PER_ADDRESS: "10000",
};

/** docs/guarantees.md#j1 */
describe("live queries under random writes", () => {
  let api: TestApi;
  let url: string;
  let tokens: readonly string[];
  beforeAll(async () => {
    api = await TestApi.open(SETTINGS);
    url = await listen(api);
    const { world } = api;
    const users = [
      await world.user({ name: "Anna" }),
      await world.user({ name: "Ben" }),
      await world.user({ role: Role.ADMIN }),
    ];
    tokens = await Promise.all(users.map((user) => world.token(user)));
  });
  afterAll(() => api.close());

  /** Writes as the random tests of mutations do, in the name of the children and of the admin. */
  async function write(model: MutationModel, g: GeneratorValue, count: number): Promise<void> {
    const children = Object.values(ACTS);
    const admins = Object.values(ADMIN_ACTS);
    for (let done = 0; done < count; done++) {
      const numbers = [g(fc.nat, { max: 99 }), g(fc.nat, { max: 99 }), g(fc.nat, { max: 99 })];
      const who = g(fc.nat, { max: ADMIN });
      const act = g(fc.nat, { max: 99 });
      const sent: Sent | undefined =
        who === ADMIN ? admins[act % admins.length]?.(model, numbers) : children[act % children.length]?.(model, who, numbers);
      if (sent) await api.ask(`mutation { ${sent.field} }`, { token: tokens[who] });
    }
  }

  it(
    "end with the answer that the query has by itself, byte for byte",
    async () => {
      let compared = 0;
      let changed = 0;
      let names = 0;
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (g) => {
          const model = new MutationModel();
          await api.opened.database.query("TRUNCATE tutorials, drawings, stories CASCADE");
          await write(model, g, 15);
          const tables = await loadTables(api.opened.database);
          // Few of the random ones may be changed by what is written; this one is, by the last write.
          const queries = [...Array.from({ length: 3 }, () => new QueryWriter(g, tables, ROOTS).write()), "{ me { name } }"];
          const asked = queries.flatMap((query) => [...tokens, undefined].map((token) => ({ query, token })));
          const clients = await Promise.all(asked.map(({ query, token }) => LiveClient.query(url, query, { token })));

          await write(model, g, 15);
          const name = `Anna ${++names}`;
          await api.ask("mutation ($name: String!) { updateMe(input: { name: $name }) { id } }", {
            token: tokens[0],
            variables: { name },
          });

          for (const [index, { query, token }] of asked.entries()) {
            const client = clients[index];
            const { text, errors } = await api.ask(query, { token });
            await client?.until(({ texts }) => texts.length > 0);
            // What is told of a failure names places of the document, which are others.
            if (!client || errors.length > 0 || client.isComplete) continue;
            const expected = text.trimEnd().replace('{"data":', '{"data":{"live":').concat("}");
            await client.until(({ texts }) => texts.at(-1) === expected);
            compared++;
            if (client.texts.length > 1) changed++;
          }
          for (const client of clients) client.close();
        }),
        { numRuns: RUNS },
      );

      expect(compared).toBeGreaterThan(RUNS * 3);
      expect(changed).toBeGreaterThanOrEqual(RUNS);
    },
    60_000 + RUNS * 20_000,
  );
});
