import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLInputType, isEnumType } from "graphql";
import { Role } from "../../src/entities/Role.js";
import { CANARY, forgedCursors, NASTY_VALUES } from "../support/nastyValues.js";
import { allPositions, operationAt, type Position } from "../support/positions.js";
import { schema } from "../support/referenceReader.js";
import { TestApi } from "../support/TestApi.js";
import { TEST_DATABASE_URL } from "../support/template.js";

/** Words of PostgreSQL and of JavaScript that no answer has. */
const INTERNALS =
  /\b(SELECT|INSERT INTO|syntax error at|invalid input syntax|out of range for|violates|\.js:\d+|node_modules)\b/;
const POSITIONS = allPositions();

// docs/guarantees.md#b4 and #b5
describe("nasty values in every argument of every field", () => {
  let api: TestApi;
  let leaf: (type: GraphQLInputType, path: string) => unknown;
  let tokens: Record<string, string | undefined>;
  beforeAll(async () => {
    api = await TestApi.open({ BUDGET_ROWS_PER_SECOND: "999999999" });
    const child = await api.world.user();
    const tutorial = await api.world.tutorial({}, [{}, {}]);
    const drawing = await api.world.drawing(child, { tutorialId: tutorial.id });
    const story = await api.world.story(child, { drawingId: drawing.id });
    const [step] = await api.opened.database.query<{ id: string }[]>("SELECT id FROM tutorial_steps");
    const ids: Record<string, string | undefined> = {
      User: child.id,
      Drawing: drawing.id,
      Story: story.id,
      TutorialStep: step?.id,
      Tutorial: tutorial.id,
    };
    tokens = {
      nobody: undefined,
      child: await api.world.token(child),
      admin: await api.world.token(await api.world.user({ role: Role.ADMIN })),
    };
    let serial = 0;
    leaf = (type, path) => {
      if (isEnumType(type)) return type.getValues()[0]?.name;
      const values: Record<string, unknown> = {
        ID: ids[path] ?? ids[`${path.charAt(0).toUpperCase()}${path.slice(1, -2)}`] ?? drawing.id,
        Int: 1,
        Boolean: true,
        URL: "https://images.example.org/a.png",
        Date: "2017-04-30",
        DateTime: "2026-01-01T00:00:00Z",
      };
      return values[String(type)] ?? (path.endsWith("email") ? `right${++serial}@example.org` : "a right text");
    };
  });
  afterAll(() => api.close());

  let addresses = 0;
  /** What is wrong about the answer to the value at that place, as that role. */
  const faultOf = async (position: Position, value: unknown, role: string) => {
    const asked = operationAt(position, value, leaf);
    const linesBefore = api.logLines.length;
    const n = ++addresses;
    const address = `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
    const { status, text, errors } = await api.ask(asked.query, { variables: asked.variables, token: tokens[role], address });
    const told = JSON.stringify(errors) + api.logLines.slice(linesBefore).join("");
    if (status >= 500 || told.includes("INTERNAL_SERVER_ERROR")) return `${status} ${text.slice(0, 300)}`;
    if (told.includes(CANARY)) return "echoes the value";
    return INTERNALS.test(told) ? `tells ${told.slice(0, 300)}` : undefined;
  };

  const check = async (positions: readonly Position[], valuesOf: (position: Position) => Readonly<Record<string, unknown>>) => {
    const faults: string[] = [];
    for (const [place, position] of positions.entries())
      for (const [index, [what, value]] of Object.entries(valuesOf(position)).entries()) {
        // The embedded database is slow: there each place gets a third of the values, each by one role in turn.
        const turn = place + index;
        if (!TEST_DATABASE_URL && turn % 3 !== 0) continue;
        const roles = TEST_DATABASE_URL ? Object.keys(tokens) : [Object.keys(tokens)[(turn / 3) % 3] ?? ""];
        for (const role of roles) {
          const fault = await faultOf(position, value, role);
          if (fault) faults.push(`${what} at ${position.parent}.${position.field.name} ${position.path} by ${role}: ${fault}`);
        }
      }
    return faults;
  };

  it("are answered or refused: no failure of ours, no echo of the value, no SQL", async () => {
    const faults = await check(POSITIONS, () => NASTY_VALUES);

    expect(faults).toEqual([]);
    expect(POSITIONS.length).toBeGreaterThan(150);
  }, 600_000);

  it("are answered or refused where they are cursors with a right checksum", async () => {
    const faults = await check(
      POSITIONS.filter(({ path }) => path === "after" || path === "before"),
      ({ field }) => {
        const node = String(field.type).replace("Connection!", "");

        return forgedCursors(`${node} createdAt DESC`);
      },
    );

    expect(faults).toEqual([]);
  }, 600_000);

  it.each(["constructor", "toString", "hasOwnProperty", "valueOf"])(
    "leave a variable absent that is named %s as JavaScript's prototypes are, and an alias and an operation be named so",
    async (name) => {
      const query = `query ${name}($${name}: String) { ${name}: tutorials(filter: { category: $${name} }) { totalCount } }`;

      const all = await api.ask("{ tutorials { totalCount } }");
      const absent = await api.ask(query);
      const given = await api.ask(query, { variables: { [name]: "no such category" } });

      expect(absent.data[name]).toEqual(all.data.tutorials);
      expect(given.text).toBe(`{"data":{"${name}":{"totalCount":0}}}\n`);
    },
  );

  it("refuse a body with __proto__ as a key, and let a variable have that name in an address", async () => {
    const query = "query ($__proto__: ID!) { node(id: $__proto__) { id } }";
    const id = leaf(schema.getType("ID") as never, "Tutorial");
    const body = `{"query":${JSON.stringify(query)},"variables":{"__proto__":"${id}"}}`;
    const address = `/graphql?${new URLSearchParams({ query, variables: `{"__proto__":"${id}"}` })}`;

    const sent = await api.post(body, { "content-type": "application/json" });
    const named = await api.http.inject({ url: address, headers: { "apollo-require-preflight": "1" } });

    expect([sent.status, sent.errors[0]?.extensions.code]).toEqual([400, "BAD_REQUEST"]);
    expect([named.statusCode, named.json()]).toEqual([200, { data: { node: { id } } }]);
  });
});
