import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

const make = "mutation ($input: CreateDrawingInput!) { createDrawing(input: $input) { uploadedImageUrl } }";

describe("an image URL by http", () => {
  let api: TestApi;
  let production: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
    const settings = { NODE_ENV: "production", BCRYPT_COST: "10", ALLOW_EMBEDDED_IN_PRODUCTION: "1" };
    production = await TestApi.over(api, settings);
    token = await api.world.token(await api.world.user());
  });
  afterAll(async () => {
    await production.http.close();
    await api.close();
  });

  const send = (uploadedImageUrl: string, service = api) =>
    service.ask(make, { token, variables: { input: { uploadedImageUrl } } });

  it.each(["http://localhost:8000/a.svg", "http://127.0.0.1/a.svg", "http://[::1]:8000/a.svg", "http://demo.localhost/a.svg"])(
    "is taken on a loopback host outside of production, and refused there: %s",
    async (url) => {
      const [taken, refused] = [await send(url), await send(url, production)];

      expect(taken.data.createDrawing).toEqual({ uploadedImageUrl: url });
      expect(refused.errors[0]?.extensions.fields).toMatchObject([
        { path: ["input", "uploadedImageUrl"], code: "INVALID_URL" },
      ]);
      expect((await send("https://localhost/a.svg", production)).errors).toEqual([]);
    },
  );

  it.each([
    "http://images.example.org/a.svg",
    "http://localhost.example.org/a.svg",
    "http://127.0.0.1.example.org/a.svg",
    "http://10.0.0.1/a.svg",
    "http://user@localhost/a.svg",
  ])("is refused on any other host: %s", async (url) => {
    expect((await send(url)).errors[0]?.extensions.fields).toMatchObject([{ code: "INVALID_URL" }]);
  });
});
