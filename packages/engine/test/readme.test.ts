import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

const SAMPLE = "packages/engine/test/quotes";

describe("the API in the engine's README", () => {
  let service: ChildProcessByStdio<null, Readable, null>;
  let url: string;
  beforeAll(async () => {
    service = spawn(process.execPath, [`dist/${SAMPLE}.js`], {
      env: { ...process.env, PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: service.stdout })) {
      const { msg, url: told } = JSON.parse(line);
      url = told ?? url;
      if (msg === "ready") break;
    }
    service.stdout.resume();
  });
  afterAll(async () => {
    const ended = once(service, "exit");
    if (service.kill("SIGKILL")) await ended;
  });

  const ask = async (query: string, variables: object = {}) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
    return response.json();
  };

  it("is the file that this test runs", () => {
    const [, code] = /```ts\n([^`]*)```/.exec(readFileSync("packages/engine/README.md", "utf8")) ?? [];

    expect(code).toBe(readFileSync(`${SAMPLE}.ts`, "utf8"));
  });

  it("keeps a row, and reads it", async () => {
    const { data } = await ask('mutation { keepQuote(input: { text: "Less is more" }) { id } }');

    expect(await ask("query ($id: ID!) { quote(id: $id) { text } }", { id: data.keepQuote.id })).toEqual({
      data: { quote: { text: "Less is more" } },
    });
  });
});
