import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLInputType, getNullableType, isInputObjectType, isListType, isNonNullType } from "graphql";
import type { EntityTarget, ObjectLiteral } from "typeorm";
import { describeNovadraw } from "../../../src/describeNovadraw.js";
import { Drawing } from "../../../src/entities/Drawing.js";
import { Role } from "../../../src/entities/Role.js";
import { Story } from "../../../src/entities/Story.js";
import { Tutorial } from "../../../src/entities/Tutorial.js";
import { TutorialStep } from "../../../src/entities/TutorialStep.js";
import { User } from "../../../src/entities/User.js";
import { TestApi } from "../../support/TestApi.js";

type Values = Record<string, unknown>;

const { schema } = await describeNovadraw();
/** What a field holds that has to be more than any value of its type. */
const OWN: Record<string, () => unknown> = {
  email: () => `${randomUUID()}@example.org`,
  password: () => "a secret of mine",
};
const OF_SCALAR: Record<string, (name: string) => unknown> = {
  String: (name) => `The ${name}`,
  URL: (name) => `https://images.example.org/${name}.png`,
  ID: () => randomUUID(),
  Boolean: () => true,
  Int: () => 7,
  Date: () => "2017-04-30",
  StoryOrigin: () => "AI",
  Language: () => "DE",
};

/** A value of the type, with every field that it has. */
function full(type: GraphQLInputType, name: string, references: Values): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [full(nullable.ofType, name, references)];
  if (!isInputObjectType(nullable)) return references[name] ?? OWN[name]?.() ?? OF_SCALAR[nullable.name]?.(name);
  const fields = Object.values(nullable.getFields());
  return Object.fromEntries(fields.map((field) => [field.name, full(field.type, field.name, references)]));
}

describe("every field of an input", () => {
  let api: TestApi;
  let token: string;
  let references: Values;
  let ids: Values;
  beforeAll(async () => {
    api = await TestApi.open();
    const admin = await api.world.user({ role: Role.ADMIN });
    token = await api.world.token(admin);
    const tutorial = await api.world.tutorial({}, [{}]);
    const drawing = await api.world.drawing(admin);
    const picture = await api.world.picture(admin);
    references = { tutorialId: tutorial.id, drawingId: drawing.id, pictureId: picture.id };
    const step = await api.opened.database.getRepository(TutorialStep).findOneByOrFail({ tutorialId: tutorial.id });
    const story = await api.world.story(admin);
    ids = { updateDrawing: drawing.id, updateStory: story.id, updateTutorial: tutorial.id, updateTutorialStep: step.id };
  });
  afterAll(() => api.close());

  const send = async (mutation: string, selection = "{ id }"): Promise<{ input: Values; id: string }> => {
    const args = schema.getMutationType()?.getFields()[mutation]?.args ?? [];
    const given: Values = { id: ids[mutation], tutorialId: references.tutorialId };
    const sending = args.filter(({ name, type }) => name === "input" || isNonNullType(type));
    const declared = sending.map(({ name, type }) => `$${name}: ${type}`).join(", ");
    const passed = sending.map(({ name }) => `${name}: $${name}`).join(", ");
    const variables = Object.fromEntries(
      sending.map(({ name, type }) => [name, given[name] ?? full(type, name, references)] as const),
    );
    const { data, errors } = await api.ask(`mutation (${declared}) { ${mutation}(${passed}) ${selection} }`, {
      token,
      variables,
    });
    expect(errors).toEqual([]);
    return { input: variables.input as Values, id: data[mutation].id ?? data[mutation].user.id };
  };
  const rowOf = <Row extends ObjectLiteral>(entity: EntityTarget<Row>, id: string) =>
    api.opened.database.getRepository(entity).findOneByOrFail({ id } as never);

  it.each([
    ["createDrawing", Drawing],
    ["updateDrawing", Drawing],
    ["createStory", Story],
    ["updateStory", Story],
    ["createTutorial", Tutorial],
    ["updateTutorial", Tutorial],
    ["updateTutorialStep", TutorialStep],
    ["updateMe", User],
  ] as const)("of %s is stored in its column", async (mutation, entity) => {
    const { input, id } = await send(mutation);

    const { steps: _, ...columns } = input;
    expect(await rowOf(entity as EntityTarget<ObjectLiteral>, id)).toMatchObject(columns);
  });

  it("of createTutorial's steps is stored in its column", async () => {
    const { input, id } = await send("createTutorial");

    const steps = await api.opened.database.getRepository(TutorialStep).findBy({ tutorialId: id });
    expect(steps).toMatchObject(input.steps as Values[]);
  });

  it("of addTutorialStep is stored in its column", async () => {
    const { input, id } = await send("addTutorialStep");

    const steps = await api.opened.database.getRepository(TutorialStep).findBy({ tutorialId: id });
    expect(steps.find(({ stepNumber }) => stepNumber === steps.length)).toMatchObject(input);
  });

  it("of signUp is stored in its column, the password as its hash", async () => {
    const { input, id } = await send("signUp", "{ user { id } }");

    const { password, ...columns } = input;
    expect(await rowOf(User, id)).toMatchObject(columns);
    const [stored] = await api.opened.database.query("SELECT users::text AS row FROM users WHERE id = $1", [id]);
    expect(stored.row).not.toContain(password);
  });
});
