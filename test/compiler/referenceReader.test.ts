import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parse, validate } from "graphql";
import { permissions } from "../features/access/permissions.js";
import { ROLES, type Role } from "../features/access/roles.js";
import { QueryWriter } from "../support/randomQuery.js";
import { randomWorld, store } from "../support/randomWorld.js";
import { loadTables, readPlainly, schema } from "../support/referenceReader.js";
import { TestApi } from "../support/TestApi.js";
import { TEST_DATABASE_URL } from "../support/template.js";

/** The queries that are not refused to somebody. What admins have just read is written down while it is read. */
const rootsOf = (role: Role) =>
  [...permissions].flatMap(([name, line]) => {
    const [, query] = /^Query\.(\w+)$/.exec(name) ?? [];
    const isRefused = /^[A-Z]/.test(line.split(" ")[ROLES.indexOf(role)] ?? "");
    return query === undefined || query === "adminReads" || isRefused ? [] : [query];
  });
const [PUBLIC_ROOTS, VIEWER_ROOTS, ADMIN_ROOTS] = [rootsOf("anonymous"), rootsOf("owner"), rootsOf("admin")];
const RUNS = Number(process.env.FUZZ_RUNS ?? (TEST_DATABASE_URL ? 120 : 30));

describe.each(["auto", "always"])("the compiled answer, with reads joined %s", (join) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open({ JOIN_READS: join });
  });
  afterAll(() => api.close());

  it(
    "equals what a plain reader computes, in one statement, whoever asks and whichever way it is written",
    async () => {
      await fc.assert(
        fc.asyncProperty(randomWorld, fc.nat({ max: 4 }), fc.gen(), async (world, who, g) => {
          const { userIds, tokens } = await store(api.opened.database, world);
          const tables = await loadTables(api.opened.database);
          const viewer = tables.User.find(({ id }) => id === userIds[who]);
          const token = viewer && tokens[who];
          const roots = viewer === undefined ? PUBLIC_ROOTS : viewer.role === "ADMIN" ? ADMIN_ROOTS : VIEWER_ROOTS;
          const query = new QueryWriter(g, tables, roots).write();
          // Now and then two fragments ask for fields of one name and different types, which GraphQL does not allow.
          fc.pre(validate(schema, parse(query)).length === 0);
          const beside = query.replace("{", "{ __schema { queryType { name } }");

          const expected = await readPlainly(tables, viewer, query);
          const before = api.statements.length;
          const straight = await api.ask(query, { token });
          const statements = api.statements.length - before;
          const walked = await api.ask(beside, { token });

          expect(straight.text).toBe(`${JSON.stringify(expected)}\n`);
          expect(statements).toBe(1);
          expect(walked.text).toBe(straight.text.replace('{"data":{', '{"data":{"__schema":{"queryType":{"name":"Query"}},'));
        }),
        { numRuns: RUNS },
      );
    },
    60_000 + RUNS * 500,
  );
});
