import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import type { User } from "../../../src/entities/User.js";
import { Album } from "../../support/Album.js";
import { photograph } from "../../support/Camera.js";
import type { TestApi } from "../../support/TestApi.js";

const PASSWORD = "a secret of mine";
const HASH = bcrypt.hashSync(PASSWORD, 4);
const URL = "https://images.example.org/new.png";

/** What each mutation may put into a child's drawings and stories, in turn: CONSENT_REQUIRED is promised for each. */
const CONTENT: Record<string, readonly string[]> = {
  createDrawing: [`(input: { uploadedImageUrl: "${URL}" }) { id }`, `(input: { editedImagesUrls: ["${URL}"] }) { id }`],
  updateDrawing: [`(id: "$drawing", input: { uploadedImageUrl: "${URL}" }) { id }`],
  addEditedImage: [`(drawingId: "$drawing", url: "${URL}") { id }`],
  createStory: [`(input: { title: "T", storyTextEn: "e", storyTextDe: "d", imageUrl: "${URL}" }) { id }`],
  updateStory: [
    '(id: "$story", input: { title: "T" }) { id }',
    '(id: "$story", input: { titleDe: "T" }) { id }',
    '(id: "$story", input: { storyTextEn: "e" }) { id }',
    '(id: "$story", input: { storyTextDe: "d" }) { id }',
    `(id: "$story", input: { imageUrl: "${URL}" }) { id }`,
    `(id: "$story", input: { isFavorite: true, imageUrl: "${URL}" }) { id }`,
  ],
  createPicture: ["(input: { type: JPEG, bytes: 100 }) { url }"],
  requestStory: ['(input: { drawingId: "$drawing" }) { id }'],
};
/** What stays allowed without: marks, references, and taking away. */
const ALLOWED: readonly string[] = [
  'updateDrawing(id: "$drawing", input: { tutorialId: null, uploadedImageUrl: null }) { id }',
  'removeEditedImage(drawingId: "$drawing", url: "https://images.example.org/e.png") { id }',
  'addEditedImage(drawingId: "$drawing", url: "https://images.example.org/kept.png") { id }',
  'updateStory(id: "$story", input: { isFavorite: true, drawingId: null }) { id }',
  'setStoryFavorite(id: "$story", isFavorite: true) { id }',
  'deleteStory(id: "$story")',
  'deleteDrawing(id: "$drawing")',
];
/** The other mutations that take a text or a URL, and what they write instead of a child's content. */
const OTHERS = new Set([
  ...["signUp", "signIn", "updateMe", "changeEmail", "changePassword", "requestPasswordReset", "resetPassword", "verifyEmail"],
  ...["requestExport", "giveConsent", "eraseMe"],
  ...["createTutorial", "updateTutorial", "addTutorialStep", "updateTutorialStep"],
  "removeEditedImage",
]);

describe("content of a child", () => {
  let album: Album;
  let api: TestApi;
  let child: User;
  let token: string;
  let names: Record<string, string>;
  beforeAll(async () => {
    album = await Album.open({ CONSENT: "required", CONSENT_AGE: "16" });
    api = album.api;
  });
  beforeEach(async () => {
    child = await api.world.user({ birthdate: "2017-04-30", password: HASH });
    token = await api.world.token(child);
    const images = ["https://images.example.org/e.png", "https://images.example.org/kept.png"];
    const drawing = await api.world.drawing(child, { uploadedImageUrl: images[0], editedImagesUrls: images });
    const story = await api.world.story(child);
    await api.world.story(child);
    names = { drawing: drawing.id, story: story.id };
  });
  afterAll(() => album.close());

  const codeOf = (field: string) =>
    api.codeOf(`mutation { ${field.replace(/\$(\w+)/g, (_all, name) => names[name] ?? "")} }`, { token });
  const content = async () =>
    (
      await api.ask(
        "{ drawings { nodes { id uploadedImageUrl editedImagesUrls updatedAt } } stories { nodes { id title storyTextEn storyTextDe imageUrl updatedAt } } }",
        { token },
      )
    ).data;
  const give = async (): Promise<string> =>
    (
      await api.ask("mutation ($input: GiveConsentInput!) { giveConsent(input: $input) { consents { id } } }", {
        token,
        variables: { input: { guardian: "A mother", textVersion: "1", currentPassword: PASSWORD } },
      })
    ).data.giveConsent.consents[0].id;

  it("is written by the mutations named here, and by no other that takes a text or a URL", async () => {
    const { data } = await api.ask(
      "{ __schema { mutationType { fields { name args { type { kind name ofType { kind name } } } } } } }",
    );
    type Named = { kind: string; name: string | null; ofType?: Named | null };
    const taking = data.__schema.mutationType.fields.filter(({ args }: { args: { type: Named }[] }) =>
      args.some(
        ({ type }) =>
          ["String", "URL"].includes((type.ofType ?? type).name ?? "") || (type.ofType ?? type).kind === "INPUT_OBJECT",
      ),
    );

    const known = new Set([...Object.keys(CONTENT), ...OTHERS]);
    expect(taking.map(({ name }: { name: string }) => name).filter((name: string) => !known.has(name))).toEqual([]);
  });

  it.each(Object.entries(CONTENT))(
    "needs a consent that holds, in %s: without one, and once it is withdrawn",
    async (name, calls) => {
      const before = await content();
      for (const call of calls) expect(await codeOf(`${name}${call}`)).toBe("CONSENT_REQUIRED");
      const id = await give();
      await api.ask(`mutation { withdrawConsent(id: "${id}") { id } }`, { token });
      for (const call of calls) expect(await codeOf(`${name}${call}`)).toBe("CONSENT_REQUIRED");
      expect(await content()).toEqual(before);
      await give();
      for (const call of calls) expect(await codeOf(`${name}${call}`)).toBeUndefined();
    },
  );

  it.each(ALLOWED)("may be marked and taken away without: %s", async (field) => {
    expect(await codeOf(field)).toBeUndefined();
  });

  it("is taken at no address of an upload that was given before the consent was withdrawn, nor shown of a picture from then", async () => {
    const photo = await photograph();
    const consent = await give();
    const picture = await album.upload(token, photo);
    const { url, picture: announced } = await album.announce(token, photo.length);
    await api.ask(`mutation { withdrawConsent(id: "${consent}") { id } }`, { token });
    const files = album.files().length;

    expect(await album.put(url, photo)).toEqual({ status: 403, code: "FORBIDDEN" });
    expect(album.files()).toHaveLength(files);
    for (const call of [`createDrawing(input: {`, `updateDrawing(id: "$drawing", input: {`])
      expect(await codeOf(`${call} pictureId: "${picture}" }) { id }`)).toBe("CONSENT_REQUIRED");
    await give();
    expect(await album.put(url, photo)).toEqual({ status: 204, code: undefined });
    expect(await album.addressesOf(announced.id, token)).toMatchObject({ full: expect.any(String) });
  });

  it("keeps an account without a birthday from becoming an adult's by its first one; a child's birthday it may give", async () => {
    const unknown = await api.world.user({ birthdate: null, password: HASH });
    await api.world.story(unknown);
    token = await api.world.token(unknown);
    const birthday = (date: string | null) => `updateMe(input: { birthdate: ${date && `"${date}"`} }) { birthdate }`;

    expect(await codeOf(birthday("1980-01-01"))).toBe("CONSENT_REQUIRED");
    expect(await codeOf(birthday(null))).toBeUndefined();
    await give();
    expect(await codeOf(birthday("1980-01-01"))).toBeUndefined();
    token = await api.world.token(await api.world.user({ birthdate: null }));
    expect(await codeOf(birthday("1980-01-01"))).toBeUndefined();
    const another = await api.world.user({ birthdate: null });
    await api.world.drawing(another);
    token = await api.world.token(another);
    expect(await codeOf(birthday("2016-01-01"))).toBeUndefined();
  });
});
