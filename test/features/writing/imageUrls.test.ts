import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { User } from "../../../src/entities/User.js";
import { TestApi } from "../../support/TestApi.js";

const CREATE = `mutation ($input: CreateDrawingInput!) { createDrawing(input: $input) { id uploadedImageUrl editedImagesUrls } }`;

describe("an image URL", () => {
  let api: TestApi;
  let user: User;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open({ IMAGE_HOSTS: "images.example.org,cdn.example.org:8443" });
    user = await api.world.user();
    token = await api.world.token(user);
  });
  afterAll(() => api.close());

  const create = (input: object) => api.ask(CREATE, { token, variables: { input } });

  it.each([
    ["https://images.example.org", "https://images.example.org/"],
    ["HTTPS://IMAGES.example.ORG:443/a", "https://images.example.org/a"],
    ["https://ｉｍａｇｅｓ。example．org/a", "https://images.example.org/a"],
    ['https://images.example.org/"><script>', "https://images.example.org/%22%3E%3Cscript%3E"],
    ["https://images.example.org/a/../b/./ü?ü#ü", "https://images.example.org/b/%C3%BC?%C3%BC#%C3%BC"],
    ["https://cdn.example.org:8443/a", "https://cdn.example.org:8443/a"],
  ])("is stored as the standard's parser writes it: %s", async (sent, stored) => {
    const { data, errors } = await create({ uploadedImageUrl: sent, editedImagesUrls: [sent] });

    expect(errors).toEqual([]);
    expect(data.createDrawing).toMatchObject({ uploadedImageUrl: stored, editedImagesUrls: [stored] });
  });

  it.each([
    ["https://images.example.org\\@evil.example/x", "INVALID_URL"],
    ["https://images.example.org/a\\b", "INVALID_URL"],
    ["https:\\\\images.example.org/a", "INVALID_URL"],
    ["https://images.example.org@evil.example/x", "INVALID_URL"],
    ["https://images.example.org/ a", "INVALID_URL"],
    ["https://images.example.org:444/a", "HOST_NOT_ALLOWED"],
    ["https://cdn.example.org/a", "HOST_NOT_ALLOWED"],
    ["https://images.example.org./a", "HOST_NOT_ALLOWED"],
    ["https://images.example.org.evil.example/a", "HOST_NOT_ALLOWED"],
    [`https://images.example.org/${"ü".repeat(1000)}`, "INVALID_URL"],
  ])("is refused where it means another host, or is too long as it would be stored: %s", async (sent, code) => {
    const { errors } = await create({ uploadedImageUrl: sent });

    expect(errors[0]?.extensions.fields).toEqual([expect.objectContaining({ path: ["input", "uploadedImageUrl"], code })]);
  });

  it("of an earlier release is added once and removed, in either spelling", async () => {
    const old = ["https://images.example.org/Ü.png", "https://images.example.org/b.png"];
    const { id } = await api.world.drawing(user, { editedImagesUrls: old });
    const change = async (name: string, url: string) =>
      (
        await api.ask(`mutation ($url: URL!) { row: ${name}(drawingId: "${id}", url: $url) { editedImagesUrls } }`, {
          token,
          variables: { url },
        })
      ).data.row.editedImagesUrls;

    expect(await change("addEditedImage", old[0] ?? "")).toEqual(old);
    expect(await change("addEditedImage", "https://images.example.org/%C3%9C.png")).toEqual(old);
    expect(await change("removeEditedImage", old[0] ?? "")).toEqual([old[1]]);
  });

  it("sent twice in two spellings is one of a list", async () => {
    const urls = ["https://images.example.org/ü", "https://images.example.org/%C3%BC"];

    expect((await create({ editedImagesUrls: urls })).errors[0]?.extensions.fields).toHaveLength(1);
  });
});
