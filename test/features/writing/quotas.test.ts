import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { User } from "../../../src/entities/User.js";
import { TestApi } from "../../support/TestApi.js";

const MOST = 3;
const story = { title: "A", storyTextEn: "Once.", storyTextDe: "Einmal.", imageUrl: "https://images.example.org/x.png" };
const KINDS = [
  ["createDrawing", "deleteDrawing", "CreateDrawingInput", "drawings", {}],
  ["createStory", "deleteStory", "CreateStoryInput", "stories", story],
] as const;

describe.each(KINDS)("the quota of %s", (create, remove, inputType, table, content) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open({ DRAWINGS_PER_ACCOUNT: `${MOST}`, STORIES_PER_ACCOUNT: `${MOST}` });
  });
  afterAll(() => api.close());

  const account = async () => {
    const user = await api.world.user();
    return { user, token: await api.world.token(user) };
  };
  const send = (token: string, id: string = randomUUID()) =>
    api.ask(`mutation ($input: ${inputType}!) { ${create}(input: $input) { id } }`, {
      token,
      variables: { input: { ...content, id } },
    });
  const codesOf = async (token: string, times: number) => {
    const answers = await Promise.all(Array.from({ length: times }, () => send(token)));
    return answers.map(({ errors }) => errors[0]?.extensions.code);
  };
  const countOf = async ({ id }: User) => {
    const [row] = await api.opened.database.query(
      `SELECT (SELECT count(*)::int FROM ${table} WHERE user_id = $1) AS rows,
        (SELECT row_count FROM row_counts WHERE user_id = $1 AND table_name = '${table}') AS counted`,
      [id],
    );
    return row;
  };

  it("lets exactly as many be made, however many are sent at once", async () => {
    const { user, token } = await account();

    const codes = await codesOf(token, 10);

    expect(codes.filter((code) => code === undefined)).toHaveLength(MOST);
    expect(codes.filter((code) => code === "LIMIT_REACHED")).toHaveLength(10 - MOST);
    expect(await countOf(user)).toEqual({ rows: MOST, counted: MOST });
  });

  it("says what to do, keeps nobody else from making any, and lets one be sent again", async () => {
    const [{ token }, other] = [await account(), await account()];
    const id = randomUUID();
    await send(token, id);
    await codesOf(token, MOST);

    const refused = await send(token);

    expect(refused).toMatchObject({
      status: 200,
      data: { [create]: null },
      errors: [{ path: [create], extensions: { code: "LIMIT_REACHED" } }],
    });
    expect(refused.errors[0]?.message).toBe(
      `An account has at most ${MOST} ${table}, and this one has them. Delete one first.`,
    );
    expect((await send(token, id)).errors).toEqual([]);
    expect((await send(other.token)).errors).toEqual([]);
  });

  it("has room again for what is deleted", async () => {
    const { user, token } = await account();
    const id = randomUUID();
    await send(token, id);
    await codesOf(token, MOST);

    await api.ask(`mutation { ${remove}(id: "${id}") }`, { token });

    expect(await codesOf(token, 1)).toEqual([undefined]);
    expect(await countOf(user)).toEqual({ rows: MOST, counted: MOST });
  });

  it("counts whoever writes: many rows at once, rows given to another account, an account that goes", async () => {
    const { database } = api.opened;
    const [anna, ben] = [await api.world.user(), await api.world.user()];
    for (let count = 0; count < 4; count++) await (table === "drawings" ? api.world.drawing(anna) : api.world.story(anna));
    const columns = table === "drawings" ? "user_id" : "user_id, title, story_text_en, story_text_de, image_url";
    const values = table === "drawings" ? "$1::uuid" : "$1::uuid, '', '', '', ''";

    await database.query(`INSERT INTO ${table} (${columns}) SELECT ${values} FROM generate_series(1, 100)`, [anna.id]);
    await database.query(`UPDATE ${table} SET user_id = $2 WHERE id IN (SELECT id FROM ${table} WHERE user_id = $1 LIMIT 10)`, [
      anna.id,
      ben.id,
    ]);
    await database.query(`DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE user_id = $1 LIMIT 20)`, [anna.id]);

    expect([await countOf(anna), await countOf(ben)]).toEqual([
      { rows: 74, counted: 74 },
      { rows: 10, counted: 10 },
    ]);
    await database.query("DELETE FROM users WHERE id = $1", [anna.id]);
    expect(await countOf(anna)).toEqual({ rows: 0, counted: null });
  });
});
