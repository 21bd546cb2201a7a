import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../../src/entities/Role.js";
import { TestApi } from "../../support/TestApi.js";

const STEPS = "{ id totalSteps steps { id stepNumber instructionEn } }";
const create = `mutation ($input: CreateTutorialInput!) { createTutorial(input: $input) { id category subject thumbnailUrl descriptionEn descriptionDe totalSteps steps { stepNumber instructionEn instructionDe imageUrl } } }`;
const update = `mutation ($id: ID!, $input: UpdateTutorialInput!, $at: DateTime) { updateTutorial(id: $id, input: $input, ifUpdatedAt: $at) { subject descriptionEn updatedAt } }`;
const add = `mutation ($id: ID!, $input: TutorialStepInput!, $position: Int) { addTutorialStep(tutorialId: $id, input: $input, position: $position) ${STEPS} }`;
const move = `mutation ($id: ID!, $position: Int!) { moveTutorialStep(id: $id, position: $position) ${STEPS} }`;
const remove = `mutation ($id: ID!) { deleteTutorialStep(id: $id) ${STEPS} }`;
const updateStep = `mutation ($id: ID!, $input: UpdateTutorialStepInput!, $at: DateTime) { updateTutorialStep(id: $id, input: $input, ifUpdatedAt: $at) { instructionEn instructionDe updatedAt } }`;
const imageUrl = "https://images.example.org/step.png";
const step = (name: string) => ({ instructionEn: name, instructionDe: name, imageUrl });

interface Steps {
  readonly totalSteps: number;
  readonly steps: readonly { readonly id: string; readonly stepNumber: number; readonly instructionEn: string }[];
}

describe("tutorial mutations", () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
    token = await api.world.token(await api.world.user({ role: Role.ADMIN }));
  });
  afterAll(() => api.close());

  const fieldsOf = async (query: string, variables: Record<string, unknown>) => {
    const { errors } = await api.ask(query, { token, variables });
    return errors[0]?.extensions.fields?.map(({ path, code }) => `${path.join(".")} ${code}`).sort();
  };
  /** The names of the steps in order. It also checks their numbers. */
  const order = ({ totalSteps, steps }: Steps): string => {
    expect(steps.map(({ stepNumber }) => stepNumber)).toEqual(steps.map((_, index) => index + 1));
    expect(totalSteps).toBe(steps.length);
    return steps.map(({ instructionEn }) => instructionEn).join("");
  };
  const tutorialOf = async (names: string) => {
    const tutorial = await api.world.tutorial({}, [...names].map(step));
    const { data } = await api.ask(`{ tutorial(id: "${tutorial.id}") ${STEPS} }`);
    const idOf = (name: string): string =>
      data.tutorial.steps.find(({ instructionEn }: { instructionEn: string }) => instructionEn === name).id;
    return { id: tutorial.id, idOf };
  };

  it("createTutorial makes a tutorial with its steps in order", async () => {
    const input = {
      category: "animals",
      subject: "fox",
      thumbnailUrl: imageUrl,
      descriptionEn: "A fox.",
      descriptionDe: null,
      steps: [step("a"), step("b")],
    };

    const { data } = await api.ask(create, { token, variables: { input } });

    const steps = input.steps.map((one, index) => ({ ...one, stepNumber: index + 1 }));
    expect(data.createTutorial).toMatchObject({ ...input, totalSteps: 2, steps });
  });

  it("createTutorial names all that is wrong at once, down to the steps", async () => {
    const input = {
      category: "",
      subject: "x".repeat(101),
      descriptionEn: "x".repeat(20_001),
      steps: [step("a"), { ...step("x".repeat(20_001)), imageUrl: "no url" }],
    };

    expect(await fieldsOf(create, { input })).toEqual([
      "input.category TOO_SHORT",
      "input.descriptionEn TOO_LONG",
      "input.steps.1.imageUrl INVALID_URL",
      "input.steps.1.instructionDe TOO_LONG",
      "input.steps.1.instructionEn TOO_LONG",
      "input.subject TOO_LONG",
    ]);
  });

  it("createTutorial takes fifty steps and no more", async () => {
    const input = (count: number) => ({ category: "a", subject: "b", steps: Array.from({ length: count }, () => step("s")) });

    expect(await fieldsOf(create, { input: input(51) })).toEqual(["input.steps TOO_MANY"]);
    const { data } = await api.ask(create, { token, variables: { input: input(50) } });
    expect(data.createTutorial.totalSteps).toBe(50);
    expect(await fieldsOf(add, { id: data.createTutorial.id, input: step("x") })).toEqual(["input TOO_MANY"]);
  });

  it("updateTutorial leaves alone, clears, refuses null, and overwrites no later change", async () => {
    const { id, updatedAt } = await api.world.tutorial({ subject: "fox", descriptionEn: "A fox." });
    const change = async (input: object, at?: string) =>
      (await api.ask(update, { token, variables: { id, input, at } })).data.updateTutorial;

    expect(await change({ subject: "hare" }, updatedAt.toISOString())).toMatchObject({
      subject: "hare",
      descriptionEn: "A fox.",
    });
    expect(await change({ descriptionEn: null })).toMatchObject({ subject: "hare", descriptionEn: null });
    expect(await fieldsOf(update, { id, input: { category: null, subject: null } })).toEqual([
      "input.category NOT_NULL",
      "input.subject NOT_NULL",
    ]);
    expect(await api.codeOf(update, { token, variables: { id, input: {}, at: updatedAt.toISOString() } })).toBe("CONFLICT");
    expect(await api.codeOf(update, { token, variables: { id: randomUUID(), input: {} } })).toBe("NOT_FOUND");
  });

  it("deleteTutorial takes its steps along and leaves the drawings", async () => {
    const { id, idOf } = await tutorialOf("ab");
    const stepId = idOf("a");
    const drawing = await api.world.drawing(await api.world.user(), { tutorialId: id });

    const { data } = await api.ask(`mutation { deleteTutorial(id: "${id}") }`, { token });

    expect(data).toEqual({ deleteTutorial: id });
    const left = await api.ask(`{ node(id: "${stepId}") { id } drawing(id: "${drawing.id}") { id tutorial { id } } }`, {
      token,
    });
    expect(left.data).toEqual({ node: null, drawing: { id: drawing.id, tutorial: null } });
    expect(await api.codeOf(`mutation { deleteTutorial(id: "${id}") }`, { token })).toBe("NOT_FOUND");
  });

  it("addTutorialStep adds at the end, at the front and between", async () => {
    const { id } = await tutorialOf("abc");
    const orders = [];

    for (const [name, position] of [
      ["d", undefined],
      ["e", 1],
      ["f", 3],
      ["g", 7],
    ] as const) {
      const { data } = await api.ask(add, { token, variables: { id, input: step(name), position } });
      orders.push(order(data.addTutorialStep));
    }

    expect(orders).toEqual(["abcd", "eabcd", "eafbcd", "eafbcdg"]);
  });

  it("moveTutorialStep makes room up and down, and deleteTutorialStep closes the gap", async () => {
    const { idOf } = await tutorialOf("abcde");
    const moved = async (name: string, position: number) =>
      order((await api.ask(move, { token, variables: { id: idOf(name), position } })).data.moveTutorialStep);

    expect([await moved("b", 4), await moved("e", 1), await moved("c", 3), await moved("a", 2)]).toEqual([
      "acdbe",
      "eacdb",
      "eacdb",
      "eacdb",
    ]);
    const { data } = await api.ask(remove, { token, variables: { id: idOf("a") } });
    expect(order(data.deleteTutorialStep)).toBe("ecdb");
    expect(await api.codeOf(remove, { token, variables: { id: idOf("a") } })).toBe("NOT_FOUND");
  });

  it("refuses positions that there are not, and steps and tutorials that there are not", async () => {
    const { id, idOf } = await tutorialOf("abc");

    for (const position of [0, 4, -1])
      expect(await fieldsOf(move, { id: idOf("a"), position })).toEqual(["position OUT_OF_RANGE"]);
    for (const position of [0, 5])
      expect(await fieldsOf(add, { id, input: step("x"), position })).toEqual(["position OUT_OF_RANGE"]);
    const absent = { id: randomUUID(), position: 1, input: step("x") };
    expect(await api.codeOf(move, { token, variables: absent })).toBe("NOT_FOUND");
    expect(await api.codeOf(add, { token, variables: absent })).toBe("NOT_FOUND");
    expect(await api.codeOf(updateStep, { token, variables: { id: absent.id, input: {} } })).toBe("NOT_FOUND");
  });

  it("updateTutorialStep changes one step, and overwrites no later change", async () => {
    const { idOf } = await tutorialOf("ab");
    const change = (input: object, at?: string) => api.ask(updateStep, { token, variables: { id: idOf("a"), input, at } });

    const { data } = await change({ instructionEn: "Draw." });

    expect(data.updateTutorialStep).toMatchObject({ instructionEn: "Draw.", instructionDe: "a" });
    const at = data.updateTutorialStep.updatedAt;
    expect((await change({ instructionDe: "Zeichne." }, at)).errors).toEqual([]);
    expect((await change({ instructionDe: "Male." }, at)).errors[0]?.extensions.code).toBe("CONFLICT");
    expect(
      await fieldsOf(updateStep, { id: idOf("a"), input: { instructionEn: null, instructionDe: null, imageUrl: null } }),
    ).toEqual(["input.imageUrl NOT_NULL", "input.instructionDe NOT_NULL", "input.instructionEn NOT_NULL"]);
  });

  it("are for admins alone", async () => {
    const { id, idOf } = await tutorialOf("ab");
    const child = await api.world.token(await api.world.user());
    const attempts: [string, object][] = [
      [create, { input: { category: "a", subject: "b" } }],
      [update, { id, input: { subject: "x" } }],
      ["mutation ($id: ID!) { deleteTutorial(id: $id) }", { id }],
      [add, { id, input: step("x") }],
      [move, { id: idOf("a"), position: 2 }],
      [remove, { id: idOf("a") }],
      [updateStep, { id: idOf("a"), input: { instructionEn: "x" } }],
    ];

    for (const [query, variables] of attempts) {
      expect(await api.codeOf(query, { token: child, variables: { ...variables } })).toBe("FORBIDDEN");
      expect(await api.codeOf(query, { variables: { ...variables } })).toBe("UNAUTHENTICATED");
    }

    expect(order((await api.ask(`{ tutorial(id: "${id}") ${STEPS} }`)).data.tutorial)).toBe("ab");
  });
});
