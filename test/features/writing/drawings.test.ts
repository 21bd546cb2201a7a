import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Tutorial } from "../../../src/entities/Tutorial.js";
import type { User } from "../../../src/entities/User.js";
import { TestApi } from "../../support/TestApi.js";

const FIELDS = "{ id uploadedImageUrl editedImagesUrls createdAt updatedAt user { id } tutorial { id } }";
const create = `mutation ($input: CreateDrawingInput!) { createDrawing(input: $input) ${FIELDS} }`;
const update = `mutation ($id: ID!, $input: UpdateDrawingInput!, $at: DateTime) { updateDrawing(id: $id, input: $input, ifUpdatedAt: $at) ${FIELDS} }`;
const add = `mutation ($id: ID!, $url: URL!) { addEditedImage(drawingId: $id, url: $url) ${FIELDS} }`;
const remove = `mutation ($id: ID!, $url: URL!) { removeEditedImage(drawingId: $id, url: $url) ${FIELDS} }`;
const url = (name: string | number) => `https://images.example.org/${name}.png`;

describe("drawing mutations", () => {
  let api: TestApi;
  let anna: User;
  let token: string;
  let tutorial: Tutorial;
  beforeAll(async () => {
    api = await TestApi.open({ IMAGE_HOSTS: "images.example.org" });
  });
  beforeEach(async () => {
    anna = await api.world.user();
    token = await api.world.token(anna);
    tutorial = await api.world.tutorial();
  });
  afterAll(() => api.close());

  const fieldsOf = async (query: string, variables: Record<string, unknown>) => {
    const { errors } = await api.ask(query, { token, variables });
    return errors[0]?.extensions.fields?.map(({ path, code }) => `${path.join(".")} ${code}`);
  };

  describe("createDrawing", () => {
    it("makes a drawing of the viewer's own and reads back what was selected", async () => {
      const id = randomUUID();
      const input = { id, tutorialId: tutorial.id, uploadedImageUrl: url(0), editedImagesUrls: [url(2), url(1)] };

      const { data } = await api.ask(create, { token, variables: { input } });

      expect(data.createDrawing).toMatchObject({
        id,
        uploadedImageUrl: url(0),
        editedImagesUrls: [url(2), url(1)],
        user: { id: anna.id },
        tutorial: { id: tutorial.id },
      });
    });

    it("takes null for what may be absent, and makes the id", async () => {
      const input = { id: null, tutorialId: null, uploadedImageUrl: null, editedImagesUrls: null };

      const { data } = await api.ask(create, { token, variables: { input } });

      expect(data.createDrawing).toMatchObject({ uploadedImageUrl: null, editedImagesUrls: [], tutorial: null });
    });

    it("names all that is wrong at once", async () => {
      const input = {
        id: "no id",
        uploadedImageUrl: "http://images.example.org/x.png",
        editedImagesUrls: [url(1), "https://u:p@images.example.org/", "https://elsewhere.example.org/x.png"],
      };

      expect((await fieldsOf(create, { input }))?.sort()).toEqual([
        "input.editedImagesUrls.1 INVALID_URL",
        "input.editedImagesUrls.2 HOST_NOT_ALLOWED",
        "input.id INVALID_ID",
        "input.uploadedImageUrl INVALID_URL",
      ]);
    });

    it("refuses an image twice, a fifty-first image, and a tutorial that does not exist", async () => {
      const images = Array.from({ length: 51 }, (_, index) => url(index));

      expect(await fieldsOf(create, { input: { editedImagesUrls: [url(1), url(1)] } })).toEqual([
        "input.editedImagesUrls DUPLICATE",
      ]);
      expect(await fieldsOf(create, { input: { editedImagesUrls: images } })).toEqual(["input.editedImagesUrls TOO_MANY"]);
      expect(await api.codeOf(create, { token, variables: { input: { editedImagesUrls: images.slice(1) } } })).toBeUndefined();
      expect(await api.codeOf(create, { token, variables: { input: { tutorialId: randomUUID() } } })).toBe("NOT_FOUND");
    });
  });

  describe("updateDrawing", () => {
    it("leaves alone what is absent and clears what is null", async () => {
      const { id } = await api.world.drawing(anna, { tutorialId: tutorial.id, uploadedImageUrl: url("old") });
      const states = [];

      for (const input of [{ uploadedImageUrl: url("new") }, {}, { tutorialId: null }, { uploadedImageUrl: null }]) {
        const { data } = await api.ask(update, { token, variables: { id, input } });
        states.push([data.updateDrawing.uploadedImageUrl, data.updateDrawing.tutorial?.id ?? null]);
      }

      expect(states).toEqual([
        [url("new"), tutorial.id],
        [url("new"), tutorial.id],
        [url("new"), null],
        [null, null],
      ]);
    });

    it("overwrites nothing that another client has changed since it was read", async () => {
      const { id } = await api.world.drawing(anna);
      const read = (await api.ask(`{ drawing(id: "${id}") { updatedAt } }`, { token })).data.drawing.updatedAt;
      const change = (name: string, at: string) =>
        api.ask(update, { token, variables: { id, at, input: { uploadedImageUrl: url(name) } } });

      const first = await change("first", read);
      const late = await change("late", read);
      const again = await change("again", late.errors[0]?.extensions.updatedAt ?? "");

      expect(first.data.updateDrawing.uploadedImageUrl).toBe(url("first"));
      expect(late.errors[0]?.extensions).toEqual({ code: "CONFLICT", updatedAt: first.data.updateDrawing.updatedAt });
      expect(again.data.updateDrawing.uploadedImageUrl).toBe(url("again"));
    });
  });

  describe("addEditedImage and removeEditedImage", () => {
    it("keep the order, and change nothing for a present or an absent image", async () => {
      const { id } = await api.world.drawing(anna);
      const imagesAfter = async (query: string, name: string) => {
        const { data } = await api.ask(query, { token, variables: { id, url: url(name) } });
        const [drawing] = Object.values(data) as { editedImagesUrls: string[]; updatedAt: string }[];
        return drawing;
      };

      for (const name of ["b", "a", "c"]) await imagesAfter(add, name);
      const twice = await imagesAfter(add, "b");
      const without = await imagesAfter(remove, "a");
      const absent = await imagesAfter(remove, "a");

      expect(twice?.editedImagesUrls).toEqual([url("b"), url("a"), url("c")]);
      expect(without?.editedImagesUrls).toEqual([url("b"), url("c")]);
      expect(absent).toEqual(without);
    });

    it("lose nothing when many clients add at once", async () => {
      const { id } = await api.world.drawing(anna);

      await Promise.all(Array.from({ length: 20 }, (_, index) => api.ask(add, { token, variables: { id, url: url(index) } })));

      const { data } = await api.ask(`{ drawing(id: "${id}") { editedImagesUrls } }`, { token });
      expect(data.drawing.editedImagesUrls.sort()).toEqual(Array.from({ length: 20 }, (_, index) => url(index)).sort());
    });

    it("refuse a fifty-first image, but not one that is there", async () => {
      const images = Array.from({ length: 50 }, (_, index) => url(index));
      const { id } = await api.world.drawing(anna, { editedImagesUrls: images });

      expect(await fieldsOf(add, { id, url: url("one more") })).toEqual(["url INVALID_URL"]);
      expect(await fieldsOf(add, { id, url: url("one-more") })).toEqual(["url TOO_MANY"]);
      expect(await api.codeOf(add, { token, variables: { id, url: url(7) } })).toBeUndefined();
      expect(await fieldsOf(add, { id, url: "https://elsewhere.example.org/x.png" })).toEqual(["url HOST_NOT_ALLOWED"]);
    });
  });

  describe("deleteDrawing", () => {
    it("answers the id, and leaves the stories without it", async () => {
      const { id } = await api.world.drawing(anna);
      const story = await api.world.story(anna, { drawingId: id });

      const { data } = await api.ask(`mutation { deleteDrawing(id: "${id}") }`, { token });

      expect(data).toEqual({ deleteDrawing: id });
      const left = await api.ask(`{ drawing(id: "${id}") { id } story(id: "${story.id}") { id drawing { id } } }`, { token });
      expect(left.data).toEqual({ drawing: null, story: { id: story.id, drawing: null } });
      expect(await api.codeOf(`mutation { deleteDrawing(id: "${id}") }`, { token })).toBe("NOT_FOUND");
    });
  });

  it("change nothing of another's drawing, for a child as for an admin", async () => {
    const { id } = await api.world.drawing(anna, { editedImagesUrls: [url(1)] });
    const read = async () => (await api.ask(`{ drawing(id: "${id}") { editedImagesUrls updatedAt } }`, { token })).data.drawing;
    const before = await read();
    const others = [await api.world.user(), await api.world.user({ role: "ADMIN" as never })];
    const attempts = [
      `updateDrawing(id: "${id}", input: { uploadedImageUrl: null }) { id }`,
      `addEditedImage(drawingId: "${id}", url: "${url(2)}") { id }`,
      `removeEditedImage(drawingId: "${id}", url: "${url(1)}") { id }`,
      `deleteDrawing(id: "${id}")`,
    ];

    const absent = randomUUID();
    for (const other of others)
      for (const attempt of attempts) {
        const foreign = await api.ask(`mutation { ${attempt} }`, { token: await api.world.token(other) });
        const missing = await api.ask(`mutation { ${attempt.replace(id, absent)} }`, { token: await api.world.token(other) });
        expect(foreign.errors[0]?.extensions.code).toBe("NOT_FOUND");
        expect(foreign.text).toBe(missing.text);
      }

    expect(await read()).toEqual(before);
  });
});
