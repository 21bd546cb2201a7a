import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../../src/entities/Role.js";
import { TestApi } from "../../support/TestApi.js";

/** A bad token is refused everywhere, and sessions end at once: docs/guarantees.md#a4. And who may ask for what at all. */
describe("who may see what", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it("answers null to me when nobody is signed in", async () => {
    expect((await api.ask("{ me { id } }")).text).toBe('{"data":{"me":null}}\n');
  });

  it.each([
    ["unknown", "an-unknown-token"],
    ["malformed", "no good token at all"],
    ["empty", ""],
  ])("refuses an %s token with 401, also where everything asked is public", async (_what, token) => {
    for (const query of ["{ me { id } }", "{ tutorials { nodes { id } } }", "{ __typename }"]) {
      const { status, errors, data } = await api.ask(query, { token });
      expect([status, errors[0]?.extensions.code, data]).toEqual([401, "UNAUTHENTICATED", undefined]);
    }
  });

  it.each([
    ["tampered with", (token: string) => `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`],
    ["cut", (token: string) => token.slice(0, -1)],
    ["longer", (token: string) => `${token}A`],
    ["in other case", (token: string) => token.toLowerCase()],
    ["hashed, as the table has it", (token: string) => createHash("sha256").update(token).digest("base64url")],
  ])("refuses a token that is %s", async (_what, change) => {
    const token = await api.world.token(await api.world.user());

    const { status, errors } = await api.ask("{ me { id } }", { token: change(token) });

    expect([status, errors[0]?.extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    expect((await api.ask("mutation { signOut }", { token: change(token) })).status).toBe(401);
    expect((await api.ask("{ me { id } }", { token })).status).toBe(200);
  });

  it("refuses an expired token", async () => {
    const token = await api.world.token(await api.world.user(), new Date(Date.now() - 1));

    const { status, errors } = await api.ask("{ me { id } }", { token });

    expect([status, errors[0]?.extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
  });

  it("refuses a token from the next request on when its session ends", async () => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    const before = await api.ask("{ me { id } }", { token });
    await api.opened.database.query("DELETE FROM sessions WHERE user_id = $1", [user.id]);

    const after = await api.ask("{ me { id } }", { token });

    expect([before.status, after.status]).toEqual([200, 401]);
  });

  it("shows a child their own rows alone on lists, and an admin all", async () => {
    const { world } = api;
    const [anna, ben, admin] = [await world.user(), await world.user(), await world.user({ role: Role.ADMIN })];
    const tutorial = await world.tutorial();
    const [hers, his] = [
      await world.drawing(anna, { tutorialId: tutorial.id }),
      await world.drawing(ben, { tutorialId: tutorial.id }),
    ];
    const ids = async (token?: string) => {
      const { data } = await api.ask("query ($id: ID!) { tutorial(id: $id) { drawings { totalCount nodes { id } } } }", {
        token,
        variables: { id: tutorial.id },
      });
      return data.tutorial.drawings.nodes.map(({ id }: { id: string }) => id).sort();
    };

    expect(await ids(await world.token(anna))).toEqual([hers.id]);
    expect(await ids(await world.token(ben))).toEqual([his.id]);
    expect(await ids(await world.token(admin))).toEqual([hers.id, his.id].sort());
    expect(await ids()).toEqual([]);
  });

  it("needs a token for drawings and stories, and an admin's for users", async () => {
    const child = await api.world.token(await api.world.user());
    const admin = await api.world.token(await api.world.user({ role: Role.ADMIN }));
    const code = async (root: string, token?: string) =>
      (await api.ask(`{ ${root} { totalCount } }`, { token })).errors[0]?.extensions.code;

    expect([await code("drawings"), await code("stories"), await code("users")]).toEqual(Array(3).fill("UNAUTHENTICATED"));
    expect([await code("drawings", child), await code("stories", child), await code("users", child)]).toEqual([
      undefined,
      undefined,
      "FORBIDDEN",
    ]);
    expect(await code("users", admin)).toBeUndefined();
  });

  it("lets a failing root field fail alone", async () => {
    const token = await api.world.token(await api.world.user());

    const { data, errors } = await api.ask('{ me { __typename } bad: user(id: "x") { id } }', { token });

    expect(data).toEqual({ me: { __typename: "User" }, bad: null });
    expect(errors).toMatchObject([
      { path: ["bad"], extensions: { code: "BAD_USER_INPUT", fields: [{ path: ["id"], code: "INVALID_ID" }] } },
    ]);
  });
});
