import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../src/entities/Role.js";
import { TestApi } from "../support/TestApi.js";

const NAMES = `{ subject en: subject(language: EN) de: subject(language: DE) own: subject(language: DE, fallback: false)
  subjectDe category inGerman: category(language: DE) categoryDe }`;
const CREATE = `mutation ($input: CreateTutorialInput!) { createTutorial(input: $input) ${NAMES} }`;
const UPDATE = `mutation ($id: ID!, $input: UpdateTutorialInput!) { updateTutorial(id: $id, input: $input) ${NAMES} }`;
const FIND = "query ($filter: TutorialFilter) { tutorials(filter: $filter) { nodes { subject(language: DE) } } }";

describe("names of tutorials", () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
    token = await api.world.token(await api.world.user({ role: Role.ADMIN }));
  });
  afterAll(() => api.close());

  const namesOf = async (id: string) => (await api.ask(`{ tutorial(id: "${id}") ${NAMES} }`)).data.tutorial;
  const found = async (filter: object): Promise<string[]> =>
    (await api.ask(FIND, { variables: { filter } })).data.tutorials.nodes.map(({ subject }: { subject: string }) => subject);

  it("are told as they are stored, and in the language asked for", async () => {
    const { id } = await api.world.tutorial({ category: "birds", categoryDe: "Vögel", subject: "owl", subjectDe: "Eule" });

    expect(await namesOf(id)).toEqual({
      subject: "owl",
      en: "owl",
      de: "Eule",
      own: "Eule",
      subjectDe: "Eule",
      category: "birds",
      inGerman: "Vögel",
      categoryDe: "Vögel",
    });
  });

  it.each([null, " \u200b"])(
    "fall back to the stored ones where the German ones are %j, unless fallback is false",
    async (blank) => {
      const { id } = await api.world.tutorial({ category: "birds", categoryDe: blank, subject: "owl", subjectDe: blank });

      expect(await namesOf(id)).toMatchObject({ de: "owl", own: blank ?? "", subjectDe: blank, inGerman: "birds" });
    },
  );

  it("are stored in Unicode NFC by createTutorial and updateTutorial, and cleared by null", async () => {
    const id = randomUUID();
    const names = { category: "birds", categoryDe: "Vo\u0308gel", subject: "seagull", subjectDe: "Mo\u0308we" };

    const made = await api.ask(CREATE, { token, variables: { input: { id, ...names } } });
    const again = await api.ask(CREATE, { token, variables: { input: { id, ...names } } });
    const renamed = await api.ask(UPDATE, { token, variables: { id, input: { subjectDe: "Silbermo\u0308we" } } });
    const cleared = await api.ask(UPDATE, { token, variables: { id, input: { categoryDe: null, subjectDe: null } } });

    expect(made.data.createTutorial).toMatchObject({ categoryDe: "V\u00f6gel", subjectDe: "M\u00f6we" });
    expect(again.data).toEqual(made.data);
    expect(renamed.data.updateTutorial).toMatchObject({ categoryDe: "V\u00f6gel", subjectDe: "Silberm\u00f6we" });
    expect(cleared.data.updateTutorial).toMatchObject({ categoryDe: null, subjectDe: null, de: "seagull", inGerman: "birds" });
  });

  it("have 1 to 100 characters in German too", async () => {
    const input = { category: "birds", categoryDe: "", subject: "owl", subjectDe: "x".repeat(101) };

    const { errors } = await api.ask(CREATE, { token, variables: { input } });

    const problems = errors[0]?.extensions.fields?.map(({ path, code }) => `${path.join(".")} ${code}`);
    expect(problems).toEqual(["input.categoryDe TOO_SHORT", "input.subjectDe TOO_LONG"]);
  });

  it("are found by search in both languages, and by the filters as they are stored", async () => {
    await api.world.tutorial({
      category: "insects",
      categoryDe: "Krabbeltiere",
      subject: "ladybird",
      subjectDe: "Marienkäfer",
    });

    for (const search of ["krabbeltier", "marienkaefer", "ladybirds", "insect käfer"])
      expect([search, await found({ search })]).toEqual([search, ["Marienkäfer"]]);
    expect(await found({ category: "Insects", subject: "LADYBIRD" })).toEqual(["Marienkäfer"]);
    expect(await found({ category: "Krabbeltiere" })).toEqual([]);
  });

  it("of categories are the German ones that most of their tutorials have", async () => {
    for (const categoryDe of ["Pilze", "Schwämme", "Pilze", null, " "])
      await api.world.tutorial({ category: "mushrooms", categoryDe });
    await api.world.tutorial({ category: "Nebel" });

    const { data } = await api.ask(`{ tutorialCategories { name de: name(language: DE) tutorialCount
      own: name(language: DE, fallback: false) } }`);

    expect(data.tutorialCategories).toEqual(
      expect.arrayContaining([
        { name: "mushrooms", de: "Pilze", own: "Pilze", tutorialCount: 5 },
        { name: "Nebel", de: "Nebel", own: "", tutorialCount: 1 },
      ]),
    );
  });
});
