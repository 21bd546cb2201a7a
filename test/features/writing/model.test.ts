import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Role } from "../../../src/entities/Role.js";
import { MutationModel } from "../../support/mutationActs.js";
import { mutations } from "../../support/mutationModel.js";
import { TestApi } from "../../support/TestApi.js";
import { TEST_DATABASE_URL } from "../../support/template.js";

const RUNS = Number(process.env.FUZZ_RUNS ?? (TEST_DATABASE_URL ? 15 : 5));

describe("any sequence of mutations", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it(
    "leaves the graph as a plain model of it says, after each of them",
    async () => {
      let comparisons = 0;
      await fc.assert(
        fc.asyncProperty(mutations, async (commands) => {
          await api.opened.database.query("TRUNCATE admin_reads, users, tutorials CASCADE");
          const token = async (role: Role) => api.world.token(await api.world.user({ role }));
          const tokens = [await token(Role.USER), await token(Role.USER), await token(Role.ADMIN)] as const;
          const before = api.statements.length;
          await fc.asyncModelRun(() => ({ model: new MutationModel(), real: { api, tokens } }), commands);
          comparisons += api.statements.length - before;
        }),
        { numRuns: RUNS },
      );
      expect(comparisons).toBeGreaterThan(RUNS);
    },
    60_000 + RUNS * 5_000,
  );
});
