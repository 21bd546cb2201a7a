import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../support/TestApi.js";

const LEVELS = ["drawings { nodes { ", "stories { nodes { ", "drawing { ", "tutorial { ", "steps { "];

describe("nested reads", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it("answer user, drawings, stories, drawing, tutorial and steps as they were asked", async () => {
    const { world } = api;
    const anna = await world.user({ name: "Anna", birthdate: "2017-04-30" });
    const tutorial = await world.tutorial({ subject: "fox" }, [
      { instructionEn: "Draw a circle." },
      { instructionEn: "Add ears." },
    ]);
    const drawing = await world.drawing(anna, {
      tutorialId: tutorial.id,
      editedImagesUrls: ["https://images.example.org/1.png"],
    });
    await world.story(anna, { drawingId: drawing.id, title: "The fox" });

    const { data } = await api.ask(
      `{ me { name birthdate drawings { nodes { editedImagesUrls stories { nodes { title drawing {
        tutorial { subject steps { stepNumber instruction } } } } } } } } }`,
      { token: await world.token(anna) },
    );

    const steps = [
      { stepNumber: 1, instruction: "Draw a circle." },
      { stepNumber: 2, instruction: "Add ears." },
    ];
    const stories = { nodes: [{ title: "The fox", drawing: { tutorial: { subject: "fox", steps } } }] };
    const drawings = { nodes: [{ editedImagesUrls: ["https://images.example.org/1.png"], stories }] };
    expect(data).toEqual({ me: { name: "Anna", birthdate: "2017-04-30", drawings } });
  });

  it.each([1, 2, 3, 4, 5, 6])("cost one statement at depth %i", async (depth) => {
    const token = await api.world.token(await api.world.user());
    const levels = LEVELS.slice(0, depth - 1);
    const closing = levels.join("").replace(/[^{]/g, "").replaceAll("{", "}");

    const count = await api.countStatements(() => api.ask(`{ me { ${levels.join("")} id ${closing} } }`, { token }));

    expect(count).toBe(1);
  });

  it("cost one statement for several root fields, aliases and both kinds of page", async () => {
    const token = await api.world.token(await api.world.user());

    const count = await api.countStatements(async () => {
      const { errors } = await api.ask(
        "{ me { id } a: tutorials { totalCount } b: tutorials(last: 1) { nodes { id } } drawings { nodes { id } } }",
        { token },
      );
      expect(errors).toEqual([]);
    });

    expect(count).toBe(1);
  });

  it("read one field twice with different arguments", async () => {
    const tutorial = await api.world.tutorial({ descriptionEn: "A fox", descriptionDe: "Ein Fuchs" });

    const { data } = await api.ask("query ($id: ID!) { tutorial(id: $id) { en: description de: description(language: DE) } }", {
      variables: { id: tutorial.id },
    });

    expect(data.tutorial).toEqual({ en: "A fox", de: "Ein Fuchs" });
  });

  it("fall back to the other language only where this one is blank and fallback is wanted", async () => {
    const tutorial = await api.world.tutorial({ descriptionEn: "A fox", descriptionDe: " \n" });

    const { data } = await api.ask(
      `query ($id: ID!) { tutorial(id: $id) {
        found: description(language: DE) own: description(language: DE, fallback: false) en: description } }`,
      { variables: { id: tutorial.id } },
    );

    expect(data.tutorial).toEqual({ found: "A fox", own: " \n", en: "A fox" });
  });

  it("take for blank what nobody sees, and nothing else", async () => {
    const characters = Array.from({ length: 0x10fffe }, (_, code) => code + 1).filter((code) => code < 0xd800 || code > 0xdfff);
    const isUnseen = (code: number) =>
      /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u.test(String.fromCodePoint(code));
    const edges = characters.filter((code) => isUnseen(code) !== isUnseen(code - 1) || isUnseen(code) !== isUnseen(code + 1));
    const rows = [...edges, 0x600, 0x1f98a, 0x10ffff].map((code) => String.fromCodePoint(code));
    const ids: string[] = [];
    for (const own of [...rows, " \u00a0\u0085\u200b\ufeff\n"])
      ids.push((await api.world.tutorial({ descriptionEn: "A fox", descriptionDe: own })).id);

    const query =
      "query ($ids: [ID!]) { tutorials(first: 100, filter: { ids: $ids }) { nodes { id description(language: DE) } } }";
    const found = new Map<string, string>();
    for (let start = 0; start < ids.length; start += 100) {
      const { data } = await api.ask(query, { variables: { ids: ids.slice(start, start + 100) } });
      for (const { id, description } of data.tutorials.nodes) found.set(id, description);
    }

    expect(found.get(ids.at(-1) ?? "")).toBe("A fox");
    expect(rows.map((own, index) => [own.codePointAt(0)?.toString(16), found.get(ids[index] ?? "")])).toEqual(
      rows.map((own) => [own.codePointAt(0)?.toString(16), isUnseen(own.codePointAt(0) ?? 0) ? "A fox" : own]),
    );
  });

  it("find any type by its id alone", async () => {
    const { world } = api;
    const anna = await world.user();
    const token = await world.token(anna);
    const rows = {
      User: anna,
      Tutorial: await world.tutorial(),
      Drawing: await world.drawing(anna),
      Story: await world.story(anna),
    };

    for (const [type, { id }] of Object.entries(rows)) {
      const { data } = await api.ask("query ($id: ID!) { node(id: $id) { __typename id } }", { variables: { id }, token });
      expect(data.node).toEqual({ __typename: type, id });
    }
  });

  it("answer null, or an empty page, for what the viewer may not see", async () => {
    const { world } = api;
    const [anna, ben] = [await world.user(), await world.user()];
    const drawing = await world.drawing(ben);
    const query = "query ($id: ID!, $user: ID!) { node(id: $id) { id } drawing(id: $id) { id } user(id: $user) { id } }";
    const variables = { id: drawing.id, user: ben.id };

    const answers = await Promise.all([
      api.ask(query, { variables, token: await world.token(anna) }),
      api.ask(query, { variables }),
      api.ask(query, {
        variables: { id: "00000000-0000-4000-8000-000000000000", user: "00000000-0000-4000-8000-000000000000" },
      }),
    ]);

    expect(answers.map(({ text }) => text)).toEqual(Array(3).fill('{"data":{"node":null,"drawing":null,"user":null}}\n'));
  });

  it("reads only the columns that are selected", async () => {
    await api.ask("{ tutorials { nodes { subject } } }");

    const text = api.statements.at(-1)?.text ?? "";

    expect(text).toContain('"subject"');
    expect(text).not.toMatch(/thumbnail|description|updated_at/);
  });

  it("keep strings byte for byte", async () => {
    const title = 'a"b\\c\n\t\u0001\u007f é é 🦊 العربية \u2028</script>';
    const anna = await api.world.user();
    const story = await api.world.story(anna, { title });

    const { data, text } = await api.ask("query ($id: ID!) { story(id: $id) { title } }", {
      variables: { id: story.id },
      token: await api.world.token(anna),
    });

    expect(data.story.title).toBe(title);
    expect(text).toBe(`${JSON.stringify({ data: { story: { title } } })}\n`);
  });
});
