import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../support/TestApi.js";

const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("the id of a new row", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it("is a UUID of version 7, so that later rows have greater ids", async () => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { data } = await api.ask("mutation { createDrawing(input: {}) { id } }", { token });
      ids.push((data as { createDrawing: { id: string } }).createDrawing.id);
    }

    expect(ids.filter((id) => !VERSION_7.test(id))).toEqual([]);
    expect([...ids].sort()).toEqual(ids);
  });

  it("is the client's own where that sends one, of any version", async () => {
    const token = await api.world.token(await api.world.user());
    const id = "8c9e6679-7425-40de-944b-e07fc1f90ae7";

    const { data } = await api.ask("mutation ($id: ID!) { createDrawing(input: { id: $id }) { id } }", {
      token,
      variables: { id },
    });

    expect(data).toEqual({ createDrawing: { id } });
  });
});
