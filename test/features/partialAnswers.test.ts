import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../support/TestApi.js";

const UNKNOWN = "6f1c2f0e-8f0a-4c7e-9a57-0d4f5a1b2c3d";

/** One field that fails takes no other with it: docs/errors.md#partial-answers. */
describe("an operation of which a part fails", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it("tells what the mutations before and after a failed one did, and keeps it", async () => {
    const user = await api.world.user({ name: "Anna" });
    const { id } = await api.world.story(user);
    const token = await api.world.token(user);

    const { status, data, errors } = await api.ask(
      `mutation {
        a: updateMe(input: { name: "Ann" }) { name }
        b: deleteStory(id: "${UNKNOWN}")
        c: setStoryFavorite(id: "${id}", isFavorite: true) { isFavorite }
      }`,
      { token },
    );

    expect([status, data]).toEqual([200, { a: { name: "Ann" }, b: null, c: { isFavorite: true } }]);
    expect(errors).toMatchObject([{ path: ["b"], extensions: { code: "NOT_FOUND" } }]);
    const read = await api.ask(`{ me { name } story(id: "${id}") { isFavorite } }`, { token });
    expect(read.data).toEqual({ me: { name: "Ann" }, story: { isFavorite: true } });
  });

  it("answers public data beside lists that need a token or an admin", async () => {
    const { subject } = await api.world.tutorial();
    const token = await api.world.token(await api.world.user());
    const query = "{ tutorials { nodes { subject } } drawings { totalCount } stories { totalCount } users { totalCount } }";

    const [stranger, child] = [await api.ask(query), await api.ask(query, { token })];

    const nodes = { nodes: [{ subject }] };
    expect([stranger.status, stranger.data]).toEqual([200, { tutorials: nodes, drawings: null, stories: null, users: null }]);
    expect(stranger.errors.map(({ path, extensions }) => [path?.[0], extensions])).toEqual(
      ["drawings", "stories", "users"].map((path) => [path, { code: "UNAUTHENTICATED", reason: "TOKEN_MISSING" }]),
    );
    expect(child.data).toEqual({
      tutorials: nodes,
      drawings: { totalCount: 0 },
      stories: { totalCount: 0 },
      users: null,
    });
    expect(child.errors).toMatchObject([{ path: ["users"], extensions: { code: "FORBIDDEN" } }]);
  });

  it("says why by its status where nothing is answered, and by null beside the error", async () => {
    const token = await api.world.token(await api.world.user());

    const answers = [
      await api.ask("{ drawings { totalCount } }"),
      await api.ask("{ drawings { totalCount } }", { token: "unknown" }),
      await api.ask("{ users { totalCount } }", { token }),
      await api.ask(`mutation { deleteStory(id: "${UNKNOWN}") }`, { token }),
      await api.ask(`mutation { deleteStory(id: "${UNKNOWN}") }`, { token: "unknown" }),
    ];

    expect(answers.map(({ status, data, errors }) => [status, data, errors[0]?.extensions])).toEqual([
      [401, { drawings: null }, { code: "UNAUTHENTICATED", reason: "TOKEN_MISSING" }],
      [401, undefined, { code: "UNAUTHENTICATED", reason: "TOKEN_ENDED" }],
      [403, { users: null }, { code: "FORBIDDEN" }],
      [200, { deleteStory: null }, { code: "NOT_FOUND" }],
      [401, { deleteStory: null }, { code: "UNAUTHENTICATED", reason: "TOKEN_ENDED" }],
    ]);
  });
});
