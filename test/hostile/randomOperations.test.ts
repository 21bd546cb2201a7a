import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parse, validate } from "graphql";
import { randomMutation } from "../support/randomMutation.js";
import { QueryWriter } from "../support/randomQuery.js";
import { randomWorld, store } from "../support/randomWorld.js";
import { loadTables, schema } from "../support/referenceReader.js";
import { DEFAULT_LIMITS, TestApi } from "../support/TestApi.js";
import { TEST_DATABASE_URL } from "../support/template.js";

const ROOTS = Object.keys(schema.getQueryType()?.getFields() ?? {});
const OPERATIONS_OF_WORLD = 20;
const RUNS = Number(process.env.HOSTILE_RUNS ?? (TEST_DATABASE_URL ? 2_000 : 100));
// docs/guarantees.md#b7
describe("random operations that the schema allows", () => {
  let api: TestApi;
  beforeAll(async () => {
    // The budget alone is raised, because one client sends them all.
    api = await TestApi.open(DEFAULT_LIMITS);
  });
  afterAll(() => api.close());

  it(
    "never fail on our side, never take over a second, and mostly find something",
    async () => {
      let [sent, answered] = [0, 0];
      await fc.assert(
        fc.asyncProperty(randomWorld, fc.gen(), async (world, g) => {
          const { tokens } = await store(api.opened.database, world);
          const tables = await loadTables(api.opened.database);
          for (let count = 0; count < OPERATIONS_OF_WORLD; count++) {
            const writer = new QueryWriter(g, tables, ROOTS);
            const query = g(fc.nat, { max: 3 }) === 0 ? randomMutation(g, tables, writer) : writer.write();
            if (validate(schema, parse(query)).length > 0) continue;
            const started = performance.now();

            const { status, data, text } = await api.ask(query, { token: tokens[g(fc.nat, { max: 4 })] });
            const ms = performance.now() - started;

            sent++;
            if (data) answered++;
            if (status >= 500 || text.includes("INTERNAL_SERVER_ERROR")) throw new Error(`${status} ${text}\n${query}`);
            if (ms > 1_000) throw new Error(`The slowest took ${Math.round(ms)} ms:\n${query}`);
          }
        }),
        { numRuns: Math.ceil(RUNS / OPERATIONS_OF_WORLD), endOnFailure: true },
      );

      expect(sent).toBeGreaterThan(RUNS / 2);
      expect(answered).toBeGreaterThan(sent / 3);
    },
    60_000 + RUNS * 500,
  );
});
