import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, it } from "@jest/globals";
import { describeAtLength } from "../../support/onServer.js";
import { killStarted, startService } from "../../support/startService.js";

const CANARIES = {
  "a password that is a variable": "canary-password-in-a-variable",
  "a password that is written out": "canary-password-written-out",
  "a title that is a variable": "canary title in a variable",
  "a title that is written out": "canary title written out",
  "a filter that is a variable": "canary filter in a variable",
  "a filter that is written out": "canary filter written out",
};
const [password, writtenPassword, title, writtenTitle, filter, writtenFilter] = Object.values(CANARIES);
const EMAIL = "canary@example.org";
const STORY = 'storyTextEn: "", storyTextDe: "", imageUrl: "https://images.example.org/a.png"';

/** The heap of a real process is searched, so that no cache of a library is overlooked. */
describeAtLength("the service's memory after sign-ins, writes and reads", () => {
  const folder = mkdtempSync(join(tmpdir(), "novadraw-heap-"));
  afterAll(() => {
    killStarted();
    rmSync(folder, { recursive: true });
  });

  it("holds no value that a client sent", async () => {
    const service = startService(
      {
        NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`,
        DATABASE_DIR: join(folder, "pg"),
        BCRYPT_COST: "4",
      },
      "--demo",
    );
    const [, address = ""] = await service.says(/playground: +(http\S+)\//);
    let token: string | undefined;
    const ask = async (query: string, variables = {}) => {
      const response = await fetch(`${address}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as { data: Record<string, { token?: string }>; errors?: unknown };
    };

    const signedUp = await ask(
      'mutation ($p: String!) { signUp(input: { email: "canary@example.org", password: $p }) { token } }',
      { p: password },
    );
    token = signedUp.data.signUp?.token;
    await ask(`mutation { signIn(input: { email: "${EMAIL}", password: "${writtenPassword}" }) { token } }`);
    await ask(`mutation ($t: String!) { createStory(input: { title: $t, ${STORY} }) { id } }`, { t: title });
    await ask(`mutation { createStory(input: { title: "${writtenTitle}", ${STORY} }) { id title } }`);
    await ask("query ($c: String) { tutorials(filter: { category: $c }) { totalCount } }", { c: filter });
    await ask(`{ tutorials(filter: { category: "${writtenFilter}" }) { totalCount } }`);
    for (let index = 0; index < 20; index++) await ask("{ tutorials { totalCount } }");

    const heap = await heapOf(service.child.pid ?? 0);

    expect(heap).toContain("tutorials { totalCount }");
    for (const [what, canary] of Object.entries(CANARIES))
      expect({ what, isHeld: heap.includes(canary) }).toEqual({ what, isHeld: false });
  });

  async function heapOf(pid: number): Promise<string> {
    process.kill(pid, "SIGUSR2");
    for (;;) {
      const [file] = readdirSync(folder).filter((name) => name.endsWith(".heapsnapshot"));
      const text = file ? readFileSync(join(folder, file), "utf8") : "";
      if (text.trimEnd().endsWith("}")) return text;
      await wait(100);
    }
  }
});
