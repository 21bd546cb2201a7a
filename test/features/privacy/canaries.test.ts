import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import fc from "fast-check";
import { MailServer } from "../../support/MailServer.js";
import { describeOnServer } from "../../support/onServer.js";
import { openDatabase, type TestDatabase } from "../../support/openDatabase.js";
import { killStarted, startService } from "../../support/startService.js";
import { PAGES } from "../accounts/RecoveryActs.js";

const RUNS = 8;
const password = "a secret of mine";

/** What a child has done before it leaves. */
const lives = fc.record({
  drawings: fc.nat({ max: 3 }),
  stories: fc.nat({ max: 3 }),
  isFailing: fc.boolean(),
  isExporting: fc.boolean(),
  isLookedAt: fc.boolean(),
  hasMoved: fc.boolean(),
  hasConsent: fc.boolean(),
  isAskingByGet: fc.boolean(),
  hasForgotten: fc.boolean(),
});

/** Each private value of a child holds a text that only this child has, the canary: docs/guarantees.md#p2. */
describeOnServer("after an erasure", () => {
  const folder = mkdtempSync(join(tmpdir(), "novadraw-canaries-"));
  const snapshots = mkdtempSync(join(tmpdir(), "novadraw-heap-"));
  let opened: TestDatabase;
  let mail: MailServer;
  let service: ReturnType<typeof startService>;
  let address: string;
  let metrics: string;
  let admin: string;
  beforeAll(async () => {
    opened = await openDatabase();
    mail = await MailServer.start();
    service = startService({
      ...PAGES,
      SMTP_URL: mail.url,
      DATABASE_URL: opened.url ?? "",
      DATABASE_DIR: join(folder, "pg"),
      NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${snapshots}`,
      PRIVACY_JOURNAL: join(folder, "journal"),
      PRIVACY_RECEIPTS: join(folder, "receipts"),
      PRIVACY_DEEP_SEARCH: "true",
      BCRYPT_COST: "4",
      LOG_LEVEL: "trace",
      SQL_ECHO: "true",
      METRICS_PORT: "0",
    });
    const [, port = ""] = await service.says(/"port":(\d+),"msg":"metrics port"/);
    const [, url = ""] = await service.says(/"url":"(http[^"]+)"/);
    await service.says(/"msg":"ready"/);
    [address, metrics] = [url, `http://127.0.0.1:${port}/metrics`];
    admin = await signUp("admin");
    await opened.database.query("UPDATE users SET role = 'ADMIN'");
  });
  afterAll(async () => {
    killStarted();
    for (const each of [folder, snapshots]) rmSync(each, { recursive: true });
    await mail.close();
    await opened.close();
  });

  const ask = async (query: string, variables: object, token?: string, agent = "a test") => {
    const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const headers = { "content-type": "application/json", "user-agent": agent, ...authorization };
    const body = JSON.stringify({ query, variables });
    return (await fetch(`${address}/graphql`, { method: "POST", headers, body })).json();
  };
  const signUp = async (canary: string): Promise<string> => {
    const input = { email: `${canary}@example.org`, password, name: canary, birthdate: "2017-04-30" };
    const query = "mutation ($input: SignUpInput!) { signUp(input: $input) { token } }";
    return (await ask(query, { input }, undefined, canary)).data.signUp.token;
  };
  const live = async (canary: string, life: typeof lives extends fc.Arbitrary<infer Life> ? Life : never) => {
    const token = await signUp(canary);
    const url = `https://images.example.org/${canary}.png`;
    const texts = { title: canary, storyTextEn: canary, storyTextDe: canary, imageUrl: url, aiModel: canary };
    for (let index = 0; index < life.drawings; index++)
      await ask(
        "mutation ($input: CreateDrawingInput!) { createDrawing(input: $input) { id } }",
        { input: { uploadedImageUrl: url, editedImagesUrls: [url] } },
        token,
      );
    for (let index = 0; index < life.stories; index++)
      await ask("mutation ($input: CreateStoryInput!) { createStory(input: $input) { id } }", { input: texts }, token);
    const email = life.hasMoved ? `new-${canary}@example.org` : `${canary}@example.org`;
    if (life.hasMoved)
      await ask(
        "mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { id } }",
        { input: { email, currentPassword: password } },
        token,
      );
    if (life.hasConsent)
      await ask(
        "mutation ($input: GiveConsentInput!) { giveConsent(input: $input) { id } }",
        { input: { guardian: canary, textVersion: canary.slice(0, 50), currentPassword: password } },
        token,
      );
    // What is written into a document is a key of caches.
    if (life.isAskingByGet)
      await fetch(
        `${address}/graphql?query=${encodeURIComponent(`{ tutorials(filter: { category: "${canary}" }) { totalCount } }`)}`,
      );
    if (life.hasForgotten) {
      // The mail server quotes the address as it refuses the mail.
      mail.refuse(550);
      await ask("mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) }", { input: { email } });
    }
    if (life.isFailing)
      await ask("mutation ($input: SignInInput!) { signIn(input: $input) { token } }", { input: { email, password: canary } });
    if (life.isExporting)
      await ask("mutation ($p: String!) { requestExport(currentPassword: $p) { url } }", { p: password }, token);
    const { data } = await ask("{ me { id name stories { nodes { title } } } }", {}, token);
    if (life.isLookedAt) await ask("query ($id: ID!) { user(id: $id) { name email } }", { id: data.me.id }, admin);
    const erased = await ask(
      "mutation ($input: EraseMeInput!) { eraseMe(input: $input) { id } }",
      { input: { email, currentPassword: password } },
      token,
    );
    expect(erased.errors).toBeUndefined();
    return data.me.id as string;
  };

  it("no column, log line, metric or file of the service holds anything of the child", async () => {
    const stays = await signUp("canary-that-stays");
    let serial = 0;
    await fc.assert(
      fc.asyncProperty(lives, async (life) => {
        const canary = `canary-${++serial}-of-a-child`;

        const id = await live(canary, life);

        const tables = await opened.database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
        for (const { tablename } of tables) {
          const found = await opened.database.query(
            `SELECT FROM ${tablename} AS row WHERE position($1 in row::text) > 0 OR position($2 in row::text) > 0
              OR position(encode($1::bytea, 'hex') in row::text) > 0`,
            [canary, id],
          );
          expect([tablename, found.length]).toEqual([tablename, 0]);
        }
        const files = readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
        const sessions = await opened.database.query("SELECT query, application_name FROM pg_stat_activity");
        const texts = [service.output(), await (await fetch(metrics)).text(), JSON.stringify(sessions), ...files];
        expect(texts.map((text) => text.includes(canary))).toEqual(texts.map(() => false));
      }),
      { numRuns: RUNS },
    );

    expect((await ask("{ me { name } }", {}, stays)).data.me.name).toBe("canary-that-stays");
    // Caches, and the names and texts of prepared statements, are in the heap of the process.
    for (let index = 0; index < 20; index++) await ask("{ tutorials { totalCount } }", {});
    // A mail that waits holds its address; the mail server has it all the same.
    while (!/^novadraw_mails_waiting 0$/m.test(await (await fetch(metrics)).text())) await wait(50);
    const heap = await heapOf(service.child.pid ?? 0);
    expect(heap).toContain("tutorials { totalCount }");
    expect(/canary-\d+-of-a-child/.exec(heap)?.[0]).toBeUndefined();
  });

  async function heapOf(pid: number): Promise<string> {
    process.kill(pid, "SIGUSR2");
    for (;;) {
      const [file] = readdirSync(snapshots).filter((name) => name.endsWith(".heapsnapshot"));
      const text = file ? readFileSync(join(snapshots, file), "utf8") : "";
      if (text.trimEnd().endsWith("}")) return text;
      await wait(100);
    }
  }
});
