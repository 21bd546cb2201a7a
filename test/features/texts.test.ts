import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../src/entities/Role.js";
import { describeOnServer } from "../support/onServer.js";
import { TestApi } from "../support/TestApi.js";

const TITLES = ["apfel", "Äpfel", "Zebra", "Apfel", "äpfel", "Öl", "zebra 10", "zebra-9", "中", "\u{1F98A}", "ä"];
const byCodePoints = (texts: readonly string[]) =>
  [...texts].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));

const promises = (locale?: string) => () => {
  let api: TestApi;
  let admin: string;
  beforeAll(async () => {
    api = await TestApi.open({}, undefined, locale);
    admin = await api.world.token(await api.world.user({ role: Role.ADMIN, email: "zoe@example.org" }));
  }, 60_000);
  afterAll(() => api.close());

  const CREATE = "mutation ($input: CreateTutorialInput!) { createTutorial(input: $input) { category subject } }";
  const create = async (category: string, subject = "s") =>
    (await api.ask(CREATE, { token: admin, variables: { input: { category, subject } } })).data.createTutorial;
  const categories = async (): Promise<{ name: string; tutorialCount: number }[]> =>
    (await api.ask("{ tutorialCategories { name tutorialCount } }")).data.tutorialCategories;
  const found = async (filter: object): Promise<number> =>
    (await api.ask("query ($filter: TutorialFilter) { tutorials(filter: $filter) { totalCount } }", { variables: { filter } }))
      .data.tutorials.totalCount;

  /** All rows of the list, read in pages of two from the one end. */
  async function paged(list: string, order: string, field: string, token: string, isBackward = false): Promise<string[]> {
    const query = `query ($cursor: String) { list: ${list}(orderBy: { ${order} }, ${
      isBackward ? "last: 2, before: $cursor" : "first: 2, after: $cursor"
    }) { nodes { ${field} } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;
    const all: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const { data } = await api.ask(query, { token, variables: { cursor } });
      const texts = data.list.nodes.map((node: Record<string, string>) => node[field]);
      if (isBackward) all.unshift(...texts);
      else all.push(...texts);
      const { startCursor, endCursor, hasNextPage, hasPreviousPage } = data.list.pageInfo;
      cursor = isBackward ? startCursor : endCursor;
      more = isBackward ? hasPreviousPage : hasNextPage;
    }
    return all;
  }

  it("sorts titles by code points, in both directions, page by page from both ends, for a child and for an admin", async () => {
    const user = await api.world.user();
    for (const title of TITLES) await api.world.story(user, { title });

    for (const token of [await api.world.token(user), admin])
      for (const isBackward of [false, true]) {
        expect(await paged("stories", "field: TITLE, direction: ASC", "title", token, isBackward)).toEqual(
          byCodePoints(TITLES),
        );
        expect(await paged("stories", "field: TITLE, direction: DESC", "title", token, isBackward)).toEqual(
          byCodePoints(TITLES).reverse(),
        );
      }
  });

  it("sorts subjects, categories and emails by code points", async () => {
    for (const subject of TITLES) await api.world.tutorial({ subject, category: `sorted ${subject}` });
    const subjects = byCodePoints(TITLES);

    expect(await paged("tutorials", "field: SUBJECT, direction: ASC", "subject", admin)).toEqual(subjects);
    expect(await paged("tutorials", "field: SUBJECT, direction: DESC", "subject", admin)).toEqual(subjects.reverse());
    const names = (await categories()).map(({ name }) => name);
    expect(names).toEqual(byCodePoints(names));
    for (const email of ["a_b@example.org", "a-b@example.org", "ab@example.org"]) await api.world.user({ email });
    const emails = await paged("users", "field: EMAIL, direction: ASC", "email", admin);
    expect(emails).toEqual(byCodePoints(emails));
  });

  it.each([
    ["Animals", "animals", "ANIMALS"],
    ["Füchse", "füchse", "FÜCHSE"],
    ["Fu\u0308hler", "fühler", "FÜHLER"],
    ["Ωμέγα", "ωμέγα", "ωμέγα"],
    ["Ёжик", "ёжик", "ЁЖИК"],
  ])("lists %s, %s and %s as one category, which the filter finds by any of them", async (...spellings) => {
    for (const category of spellings) await api.world.tutorial({ category });
    await api.world.tutorial({ category: spellings[1] });

    const listed = (await categories()).filter(({ name }) => spellings.includes(name));
    expect(listed).toEqual([{ name: spellings[1], tutorialCount: 4 }]);
    for (const category of [...spellings, ...spellings.map((one) => one.normalize("NFD"))])
      expect(await found({ category })).toBe(4);
    expect(await found({ category: spellings[0]?.normalize("NFD").replace(/\p{M}/gu, "") ?? "" })).toBe(
      spellings[0] === "Animals" ? 4 : 0,
    );
  });

  it("finds what is stored in parts by what is typed whole, and stores one form of what it is sent", async () => {
    await api.world.tutorial({ category: "Ka\u0308fer", subject: "Rote Ka\u0308fer" });

    expect(await create("KA\u0308FER", "Gru\u0308ne Ka\u0308fer")).toEqual({ category: "KÄFER", subject: "Grüne Käfer" });
    expect(await found({ category: "käfer" })).toBe(2);
    expect(await found({ subject: "rote käfer" })).toBe(1);
    expect(await found({ subject: "grüne ka\u0308fer" })).toBe(1);
    expect((await categories()).filter(({ name }) => /k.fer/i.test(name))).toEqual([{ name: "KÄFER", tutorialCount: 2 }]);
  });

  it("takes letters for what they are: SS finds no ß, and no mark is left out", async () => {
    await api.world.tutorial({ category: "Straße" });

    expect(await found({ category: "STRAßE" })).toBe(1);
    expect(await found({ category: "STRASSE" })).toBe(0);
  });

  it("counts the characters of a category as it is stored", async () => {
    expect(await create("o\u0308".repeat(100))).toEqual({ category: "ö".repeat(100), subject: "s" });
    const { errors } = await api.ask(CREATE, {
      token: admin,
      variables: { input: { category: "\u0958".repeat(60), subject: "s" } },
    });
    expect(errors[0]?.extensions.fields).toEqual([expect.objectContaining({ code: "TOO_LONG" })]);
  });
};

describe("texts", promises());
describeOnServer("texts on a database of ICU in German", promises("LOCALE_PROVIDER icu ICU_LOCALE 'de' LOCALE 'C.UTF-8'"));
describeOnServer("texts on a database of ICU in Turkish", promises("LOCALE_PROVIDER icu ICU_LOCALE 'tr' LOCALE 'C.UTF-8'"));
describeOnServer("texts on a database of the locale C", promises("LOCALE_PROVIDER libc LOCALE 'C'"));
describeOnServer("texts on a database of the locale C.UTF-8", promises("LOCALE_PROVIDER libc LOCALE 'C.UTF-8'"));
