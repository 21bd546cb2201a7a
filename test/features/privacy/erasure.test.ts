import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { Role } from "../../../src/entities/Role.js";
import type { User } from "../../../src/entities/User.js";
import { describeOnServer } from "../../support/onServer.js";
import { runProgram } from "../../support/runProgram.js";
import { TestApi } from "../../support/TestApi.js";

const password = "a secret of mine";
const hash = bcrypt.hashSync(password, 4);
const RECEIPT = "{ id erasedAt isPending counts { table rows } imageUrls signature }";
const erase = `mutation ($input: EraseMeInput!) { eraseMe(input: $input) ${RECEIPT} }`;
const KEY = "a secret that only the tests know";

let api: TestApi;
let anna: User;
let token: string;
beforeAll(async () => {
  api = await TestApi.open();
});
beforeEach(async () => {
  anna = await api.world.user({ password: hash, name: "Anna" });
  token = await api.world.token(anna);
  const drawing = await api.world.drawing(anna, {
    uploadedImageUrl: "https://images.example.org/a.png",
    editedImagesUrls: ["https://images.example.org/b.png", "https://images.example.org/a.png"],
  });
  await api.world.story(anna, { drawingId: drawing.id, imageUrl: "https://images.example.org/c.png" });
});
afterAll(() => api.close());

const eraseMe = (email = anna.email, service = api) =>
  service.ask(erase, { token, variables: { input: { email, currentPassword: password } } });
const isThere = async () => (await api.opened.database.query("SELECT FROM users WHERE id = $1", [anna.id])).length === 1;

/** docs/guarantees.md#p2 */
describe("eraseMe", () => {
  it("deletes the account with all that belongs to it, and answers a receipt that counts it", async () => {
    const { data } = await eraseMe(` ${anna.email.toUpperCase()}`);

    expect(data.eraseMe).toMatchObject({
      isPending: false,
      counts: [
        { table: "account_uses", rows: 1 },
        { table: "drawings", rows: 1 },
        { table: "row_counts", rows: 2 },
        { table: "sessions", rows: 1 },
        { table: "stories", rows: 1 },
        { table: "users", rows: 1 },
      ],
      imageUrls: ["https://images.example.org/a.png", "https://images.example.org/b.png", "https://images.example.org/c.png"],
    });
    expect(await isThere()).toBe(false);
    expect((await api.ask("{ me { id } }", { token })).status).toBe(401);
  });

  it("writes a ledger that tells nobody whose account it was", async () => {
    const { data } = await eraseMe();

    const [row] = await api.opened.database.query("SELECT * FROM erasures WHERE id = $1", [data.eraseMe.id]);
    expect(row.account_hash).toHaveLength(32);
    expect(row.counts).toEqual({ account_uses: 1, drawings: 1, row_counts: 2, sessions: 1, stories: 1, users: 1 });
    const insert = (counts: string) =>
      api.opened.database.query(
        `INSERT INTO erasures (account_hash, erased_at, counts) VALUES (sha256('x'), now(), '${counts}')`,
      );
    for (const text of [
      '{"users": "Anna"}',
      '{"Anna": 1}',
      '{"anna m": 1}',
      '{"anna@example.org": 1}',
      '["Anna"]',
      '{"users": ["Anna"]}',
    ])
      await expect(insert(text)).rejects.toMatchObject({ code: "23514" });
  });

  it("signs the receipt, and npm run privacy -- verify tells a changed one", async () => {
    const { data } = await eraseMe();
    const file = join(tmpdir(), `${data.eraseMe.id}.json`);
    const verify = (receipt: object) => {
      writeFileSync(file, JSON.stringify(receipt));
      return runProgram("privacy", ["verify", file], { PRIVACY_KEY: KEY });
    };

    const genuine = await verify(data.eraseMe);
    const answer = await verify({ data });
    const changed = await verify({ ...data.eraseMe, counts: [] });
    const pending = await verify({ ...data.eraseMe, isPending: true });
    const later = await verify({ ...data.eraseMe, erasedAt: "2020-01-01T00:00:00.000Z" });
    const none = [await verify({ ...data.eraseMe, erasedAt: "never" }), await verify({ ...data.eraseMe, counts: [null] })];
    rmSync(file);

    expect(genuine).toMatchObject({ code: 0, output: "Genuine: the account was erased.\n" });
    expect(answer.code).toBe(0);
    for (const forged of [changed, pending, later])
      expect([forged.code, forged.output]).toEqual([1, expect.stringContaining("not genuine")]);
    for (const { output } of none) expect(output).toContain("holds no receipt");
  });

  it("asks for the password and for the email of the account, and deletes nothing for another", async () => {
    const email = await eraseMe("another@example.org");
    const wrong = await api.ask(erase, { token, variables: { input: { email: anna.email, currentPassword: "another" } } });

    expect(email.errors[0]?.extensions.fields).toMatchObject([{ path: ["input", "email"], code: "WRONG_EMAIL" }]);
    expect(wrong.errors[0]?.extensions.fields).toMatchObject([{ path: ["input", "currentPassword"], code: "WRONG_PASSWORD" }]);
    expect(await isThere()).toBe(true);
  });

  it("undoes it all where a uuid column of any table still holds the account's id", async () => {
    await api.opened.database.query("CREATE TABLE leftovers (somebody uuid, others uuid[])");
    await api.opened.database.query("INSERT INTO leftovers VALUES (NULL, ARRAY[$1::uuid])", [anna.id]);

    const { errors } = await eraseMe();
    await api.opened.database.query("DROP TABLE leftovers");

    expect(errors[0]?.extensions.code).toBe("INTERNAL_SERVER_ERROR");
    expect(api.logLines.join()).toContain("leftovers.others");
    expect([await isThere(), (await eraseMe()).errors]).toEqual([true, []]);
  });

  it("undoes it all where a personal column still holds the email", async () => {
    const ben = await api.world.user();
    await api.world.token(ben);
    await api.opened.database.query("UPDATE sessions SET user_agent = $1 WHERE user_id = $2", [anna.email, ben.id]);

    const { errors } = await eraseMe();

    expect([errors[0]?.extensions.code, await isThere()]).toEqual(["INTERNAL_SERVER_ERROR", true]);
  });

  it("looks into every text only where the settings ask for it", async () => {
    const deep = await TestApi.over(api, { PRIVACY_DEEP_SEARCH: "true" });
    const story = await api.world.story(await api.world.user(), { storyTextEn: `Write to ${anna.email}!` });

    const found = await eraseMe(anna.email, deep);
    const usual = await eraseMe();
    await deep.http.close();

    expect([found.errors[0]?.extensions.code, usual.errors]).toEqual(["INTERNAL_SERVER_ERROR", []]);
    expect(await api.opened.database.query("SELECT id FROM stories WHERE id = $1", [story.id])).toHaveLength(1);
  });
});

describeOnServer("eraseMe while the account writes, signs in, is copied and is looked at", () => {
  it("leaves nothing, and refuses what comes too late as without a session", async () => {
    const admin = await api.world.token(await api.world.user({ role: Role.ADMIN }));
    const input = { uploadedImageUrl: "https://images.example.org/x.png" };
    const acts = [
      () =>
        api.ask("mutation ($input: CreateDrawingInput!) { createDrawing(input: $input) { id } }", {
          token,
          variables: { input },
        }),
      () =>
        api.ask("mutation ($p: String!) { requestExport(currentPassword: $p) { url } }", { token, variables: { p: password } }),
      () =>
        api.ask("mutation ($input: SignInInput!) { signIn(input: $input) { token } }", {
          variables: { input: { email: anna.email, password } },
        }),
      () => api.ask(`query Look { user(id: "${anna.id}") { name } }`, { token: admin }),
      () => api.ask("{ me { name } }", { token }),
    ];

    const [erased, ...answers] = await Promise.all([
      eraseMe(),
      ...Array.from({ length: 6 }, () => acts.map((act) => act())).flat(),
    ]);

    const codes = new Set(answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code)));
    expect(erased?.errors).toEqual([]);
    for (const code of codes) expect(["UNAUTHENTICATED", "WRONG_CREDENTIALS", "CONFLICT", "NOT_FOUND"]).toContain(code);
    for (const table of ["users", "drawings", "stories", "sessions", "exports", "admin_reads", "account_uses"]) {
      const key = table === "users" ? "id" : "user_id";
      expect([table, await api.opened.database.query(`SELECT FROM ${table} WHERE ${key} = $1`, [anna.id])]).toEqual([
        table,
        [],
      ]);
    }
  });

  it("with a wait is taken back by whoever signs in at the same time, or ends their session", async () => {
    const waiting = await TestApi.over(api, { ERASURE_GRACE_DAYS: "7" });
    for (let round = 0; round < 10; round++) {
      token = await api.world.token(anna);
      const variables = { input: { email: anna.email, password } };
      await Promise.all([
        eraseMe(anna.email, waiting),
        waiting.ask("mutation ($input: SignInInput!) { signIn(input: $input) { token } }", { variables }),
      ]);

      const count = async (table: string) =>
        (await api.opened.database.query(`SELECT FROM ${table} WHERE user_id = $1`, [anna.id])).length;
      expect([await count("pending_erasures"), await count("sessions")]).not.toEqual([1, 1]);
      await waiting.ask("mutation ($input: SignInInput!) { signIn(input: $input) { token } }", { variables });
    }
    await waiting.http.close();
  });
});

describe("eraseMe with a wait", () => {
  let waiting: TestApi;
  beforeAll(async () => {
    waiting = await TestApi.over(api, { ERASURE_GRACE_DAYS: "7" });
  });
  afterAll(() => waiting.http.close());

  it("ends all sessions, says when it is due, and is taken back by signing in", async () => {
    const { data } = await eraseMe(anna.email, waiting);
    const ended = await waiting.ask("{ me { id } }", { token });
    const input = { email: anna.email, password };
    await waiting.ask("mutation ($input: SignInInput!) { signIn(input: $input) { token } }", { variables: { input } });

    expect(data.eraseMe.isPending).toBe(true);
    expect(Math.round((Date.parse(data.eraseMe.erasedAt) - Date.now()) / 86_400_000)).toBe(7);
    expect(ended.status).toBe(401);
    expect([await isThere(), await api.opened.database.query("SELECT FROM pending_erasures")]).toEqual([true, []]);
  });

  it("is carried out by the service when it is due, under the id of the receipt", async () => {
    const { data } = await eraseMe(anna.email, waiting);
    await api.opened.database.query("UPDATE pending_erasures SET due_at = now()");
    const service = await TestApi.over(api, {});

    await service.ask('mutation { updateMe(input: { name: "Ben" }) { id } }', {
      token: await api.world.token(await api.world.user()),
    });
    while (await isThere()) await new Promise(setImmediate);
    await service.http.close();

    const ledger = await api.opened.database.query("SELECT FROM erasures WHERE id = $1", [data.eraseMe.id]);
    expect(ledger).toHaveLength(1);
  });
});

describe("the journal of erasures", () => {
  it("gets a line for each erasure, which names nobody, and those that an earlier process could not write", async () => {
    const PRIVACY_JOURNAL = join(tmpdir(), `journal-${anna.id}`);
    const service = await TestApi.over(api, { PRIVACY_JOURNAL });
    const [{ count }] = await api.opened.database.query("SELECT count(*)::int FROM erasures");

    const { data } = await eraseMe(anna.email, service);
    const text = readFileSync(PRIVACY_JOURNAL, "utf8");
    rmSync(PRIVACY_JOURNAL);
    await service.http.close();

    expect(text.trim().split("\n")).toHaveLength(count + 1);
    expect(text).toContain(data.eraseMe.id);
    for (const trace of [anna.id, anna.email, "Anna"]) expect(text).not.toContain(trace);
  });
});
