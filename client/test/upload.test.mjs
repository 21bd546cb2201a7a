import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import sharp from "sharp";
import { errorWith, secondsToWait } from "../dist/errors.js";
import { Session } from "../dist/Session.js";
import { UploadError, uploadPicture } from "../dist/uploadPicture.js";
import { Server } from "./Server.mjs";

const PICTURE = `query ($id: ID!) { node(id: $id) { ... on Picture { uploadedAt width height url } } }`;
const DRAW = `mutation ($input: CreateDrawingInput!) { createDrawing(input: $input) { uploadedImageUrl picture { id url } } }`;

/** Here there is no canvas, so the bytes go as they are. test/demo/fromDrawingToStory.test.ts of the API has it in a browser. */
describe("uploadPicture", () => {
  let server;
  let session;
  let photo;

  before(async () => {
    server = await Server.start();
    session = new Session();
    session.start(await server.signIn("mia"));
    photo = new Blob([
      await sharp({ create: { width: 300, height: 200, channels: 3, background: "teal" } })
        .jpeg()
        .toBuffer(),
    ]);
  });
  after(() => server?.stop());

  const upload = (file, options = {}) => uploadPicture(file, { url: server.url, session, ...options });
  const codeOf = async (file, options) => {
    const failure = await upload(file, options).then(
      () => assert.fail("It was uploaded"),
      (reason) => reason,
    );
    assert.ok(failure instanceof UploadError, String(failure));
    return failure;
  };
  const isPut = (init) => init?.method === "PUT";

  it("uploads a picture, whose id makes a drawing", async () => {
    const pictureId = await upload(photo);

    const { data } = await server.ask(DRAW, { input: { pictureId } }, session.token);
    const shown = await fetch(data.createDrawing.uploadedImageUrl);

    const { width, height } = (await server.ask(PICTURE, { id: pictureId }, session.token)).data.node;
    assert.deepEqual([width, height], [300, 200]);
    assert.equal(data.createDrawing.picture.id, pictureId);
    assert.equal(shown.headers.get("content-type"), "image/webp");
  });

  it("sends no token to the signed address", async () => {
    const seen = [];
    const noting = (input, init) => {
      if (isPut(init)) seen.push(new Headers(init.headers).get("authorization"));
      return fetch(input, init);
    };
    await upload(photo, { fetch: noting });

    assert.deepEqual(seen, [null]);
  });

  it("makes one picture when the answer is lost on the way", async () => {
    const id = randomUUID();
    let losses = 0;
    const losing = async (input, init) => {
      const response = await fetch(input, init);
      if (!isPut(init) || losses++ > 0) return response;
      throw new TypeError("fetch failed");
    };

    assert.equal(await upload(photo, { id, fetch: losing }), id);
    assert.notEqual((await server.ask(PICTURE, { id }, session.token)).data.node.uploadedAt, null);
  });

  it("says by a code why it did not", async () => {
    const jpeg = new Uint8Array([255, 216, 255, 224]);
    const busy = (input, init) =>
      isPut(init)
        ? Response.json(
            { errors: [{ message: "", extensions: { code: "UNAVAILABLE" } }] },
            { status: 503, headers: { "retry-after": "60" } },
          )
        : fetch(input, init);

    const text = await codeOf(new Blob(["no picture"], { type: "image/png" }));
    const cut = await codeOf(new Blob([jpeg, "cut off"]));
    const large = await codeOf(new Blob([jpeg, new Uint8Array(8_000_000)]));
    const nobody = await codeOf(photo, { session: new Session() });
    const full = await codeOf(photo, { fetch: busy });

    assert.deepEqual([text.code, cut.code, large.code], ["NOT_A_PICTURE", "NOT_A_PICTURE", "TOO_LARGE"]);
    assert.equal(errorWith("UNAUTHENTICATED", nobody)?.extensions.reason, "TOKEN_MISSING");
    assert.deepEqual([full.code, secondsToWait(full)], ["UNAVAILABLE", 60]);
  });

  it("is given up by a signal", async () => {
    const giving = new AbortController();
    const failing = async () => {
      giving.abort(new Error("The child went on"));
      throw new TypeError("fetch failed");
    };

    await assert.rejects(upload(photo, { signal: giving.signal, fetch: failing }), { message: "The child went on" });
  });
});
