import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { serverAudits } from "graphql-http";
import { TestApi } from "../support/TestApi.js";

/** What Apollo Server answers in another way than the specification recommends. */
const APOLLOS_CHOICE = ["572B", "FDE2", "7B9B"];

// docs/guarantees.md#b8
describe("the GraphQL over HTTP audit", () => {
  let api: TestApi;
  let url: string;
  beforeAll(async () => {
    api = await TestApi.open();
    url = `${await api.http.listen({ port: 0, host: "127.0.0.1" })}/graphql`;
  });
  afterAll(() => api.close());

  it("finds every MUST met, and of the SHOULDs none missed but Apollo's choices", async () => {
    const audits = serverAudits({ url });

    const missed: string[] = [];
    for (const { id, name, fn } of audits) {
      const { status } = await fn();
      if (status === "error" || (status === "warn" && !APOLLOS_CHOICE.includes(id))) missed.push(`${id} ${name}`);
    }

    expect(missed).toEqual([]);
    expect(audits.filter(({ name }) => name.startsWith("MUST")).length).toBe(13);
    expect(audits.filter(({ name }) => name.startsWith("SHOULD")).length).toBe(23);
  });
});
