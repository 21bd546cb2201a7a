import { TestApi } from "../support/TestApi.js";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

describe("nested reads", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it("answer user, drawings, stories, drawing, tutorial and steps by one statement", async () => {
    const { world } = api;
    const anna = await world.user({ name: "Anna", birthdate: "2017-04-30" });
    const token = await world.token(anna);
    const tutorial = await world.tutorial({ subject: "fox" }, [{ instructionEn: "Draw a circle." }, {}]);
    const drawing = await world.drawing(anna, { tutorialId: tutorial.id, editedImagesUrls: ["https://images.example.org/1.png"] });
    await world.story(anna, { drawingId: drawing.id, title: "The fox" });

    const before = api.statements.length;
    const answer = await api.ask(
      `{ me { name birthdate role __typename drawings { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } nodes { editedImagesUrls createdAt stories { nodes { title isFavorite drawing {
        tutorial { subject totalSteps steps { stepNumber instruction } } } } } } } } }`,
      { token },
    );

    expect(api.statements.length - before).toBe(1);
    console.log(api.logLines.join(''), answer.text);
    expect(answer.errors).toEqual([]);
  });
});
