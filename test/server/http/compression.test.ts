import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

const LONG = `{ __schema { types { name description fields { name description } } } }`;

describe("a long answer", () => {
  let api: TestApi;
  let plain: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
    plain = await TestApi.over(api, { COMPRESSION: "false" });
  });
  afterAll(async () => {
    await plain.http.close();
    await api.close();
  });

  const post = async (headers: Record<string, string>, query = LONG, service = api) => {
    const { headers: answered, rawPayload } = await service.http.inject({
      method: "POST",
      url: "/graphql",
      payload: { query },
      headers,
    });
    return { encoding: answered["content-encoding"], length: Number(answered["content-length"]), bytes: rawPayload };
  };

  it.each([
    ["gzip", "gzip", gunzipSync],
    ["gzip, deflate, br", "br", brotliDecompressSync],
    ["br;q=0.5, gzip;q=1", "gzip", gunzipSync],
  ])("is compressed for who accepts %s, whether Apollo answers it or not", async (accepted, encoding, decompress) => {
    const whole = await post({});

    // The third is answered directly.
    for (const _ of [1, 2, 3]) {
      const answer = await post({ "accept-encoding": accepted });

      expect([answer.encoding, decompress(answer.bytes).equals(whole.bytes)]).toEqual([encoding, true]);
      expect([answer.length, answer.bytes.length < whole.bytes.length / 2]).toEqual([answer.bytes.length, true]);
    }
  });

  it.each(["identity", "deflate", "gzip;q=0"])("is sent as it is to who accepts %s", async (accepted) => {
    expect((await post({ "accept-encoding": accepted })).encoding).toBeUndefined();
  });

  it("is sent as it is where COMPRESSION is off, and so is a short one", async () => {
    const accepted = { "accept-encoding": "gzip, br" };

    expect((await post(accepted, LONG, plain)).encoding).toBeUndefined();
    expect((await post(accepted, "{ __typename }")).encoding).toBeUndefined();
  });
});
