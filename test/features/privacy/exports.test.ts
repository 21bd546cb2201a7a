import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import Ajv2020 from "ajv/dist/2020.js";
import formats from "ajv-formats";
import bcrypt from "bcrypt";
import { TokenPurpose } from "../../../src/entities/TokenPurpose.js";
import type { User } from "../../../src/entities/User.js";
import { exportSchema } from "../../../src/features/privacy/exportSchema.js";
import { accountRows, columnsOf } from "../../support/accountRows.js";
import { describeOnServer } from "../../support/onServer.js";
import { runProgram } from "../../support/runProgram.js";
import { TestApi } from "../../support/TestApi.js";

const password = "a secret of mine";
const hash = bcrypt.hashSync(password, 4);
const request = "mutation ($password: String!) { requestExport(currentPassword: $password) { url expiresAt } }";

let api: TestApi;
let anna: User;
let token: string;
beforeAll(async () => {
  api = await TestApi.open();
});
beforeEach(async () => {
  anna = await api.world.user({ password: hash, name: "Anna", birthdate: "2017-04-30" });
  token = await api.world.token(anna);
  await api.world.linkToken(anna, TokenPurpose.EMAIL_VERIFICATION);
  const drawing = await api.world.drawing(anna, { editedImagesUrls: ["https://images.example.org/e.png"] });
  await api.world.story(anna, { drawingId: drawing.id });
  await api.world.story(anna, { aiModel: "storyteller-2" });
  await api.world.story(await api.world.user(), { title: "Somebody else's" });
});
afterAll(() => api.close());

const ask = () => api.ask(request, { token, variables: { password } });
const pathOf = (url: string) => new URL(url).pathname;
const fetchCopy = (url: string) => api.http.inject({ method: "GET", url: pathOf(url) });

/** What holds the texts of other columns once more, folded: a copy leaves it out. */
const FOLLOWS = "search_text";

/** docs/guarantees.md#p1 */
describe("requestExport", () => {
  it("makes a copy that holds every row and column of the account, and nobody else's", async () => {
    const { data } = await ask();
    const rows = await accountRows(api.opened.database, anna.id);

    const copy = (await fetchCopy(data.requestExport.url)).json();

    const withheld = new Set<string>(copy.withheld);
    expect([...withheld].sort()).toEqual([
      "admin_reads.admin_id",
      "exports.token_hash",
      "one_time_tokens.token_hash",
      "pictures.storage_key",
      "sessions.token_hash",
      "users.password",
    ]);
    expect(Object.keys(copy.tables).sort()).toEqual(Object.keys(rows).sort());
    for (const [table, own] of Object.entries(rows)) {
      const told = own.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => !withheld.has(`${table}.${name}`) && name !== FOLLOWS)),
      );
      expect(copy.tables[table]).toHaveLength(own.length);
      for (const row of told) expect(copy.tables[table]).toContainEqual(expect.objectContaining(row));
    }
    expect(rows.stories).toHaveLength(2);
    for (const column of await columnsOf(api.opened.database)) {
      const [table = "", name = ""] = column.split(".");
      const row = copy.tables[table]?.[0];
      if (row) expect([column, name in row || withheld.has(column)]).toEqual([column, name !== FOLLOWS]);
    }
  });

  it("says in the copy which stories an AI wrote, in both languages and for programs", async () => {
    const copy = (await fetchCopy((await ask()).data.requestExport.url)).json();

    expect(copy).toMatchObject({ format: "novadraw-export", version: 1 });
    expect(copy.tables.stories).toContainEqual(
      expect.objectContaining({
        origin: "AI",
        ai_model: "storyteller-2",
        label_en: "An AI wrote this story.",
        label_de: "Diese Geschichte hat eine KI geschrieben.",
        digital_source_type: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
      }),
    );
  });

  it("answers an address that works once, without a token, and ends after an hour", async () => {
    const { url, expiresAt } = (await ask()).data.requestExport;
    const first = await fetchCopy(url);
    const second = await fetchCopy(url);

    expect([first.statusCode, first.headers["cache-control"]]).toEqual([200, "no-store"]);
    expect([second.statusCode, second.json().errors[0].extensions.code]).toEqual([404, "NOT_FOUND"]);
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 60_000)).toBe(60);
    expect(await api.opened.database.query("SELECT FROM exports WHERE user_id = $1", [anna.id])).toEqual([]);

    const late = (await ask()).data.requestExport.url;
    await api.opened.database.query("UPDATE exports SET expires_at = now() WHERE user_id = $1", [anna.id]);
    expect((await fetchCopy(late)).statusCode).toBe(404);
  });

  it("hands the copy to one of those who fetch it at once", async () => {
    const { url } = (await ask()).data.requestExport;

    const answers = await Promise.all([fetchCopy(url), fetchCopy(url), fetchCopy(url)]);

    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 404, 404]);
  });

  it("is fetched while others guess addresses, each of which is told that there is no such copy", async () => {
    const { url } = (await ask()).data.requestExport;
    const guesses = Array.from({ length: 50 }, (_, index) =>
      fetchCopy(`http://api/exports/${String(index).padStart(43, "x")}`),
    );

    const fetched = await fetchCopy(url);
    const answers = await Promise.all(guesses);

    expect([fetched.statusCode, new Set(answers.map(({ statusCode }) => statusCode))]).toEqual([200, new Set([404])]);
    expect((await fetchCopy("http://api/exports/short")).statusCode).toBe(404);
  });

  it("is one at a time an account, also of two that are asked for at once", async () => {
    const answers = await Promise.all([ask(), ask(), ask()]);
    const urls = answers.flatMap(({ data }) => data.requestExport?.url ?? []);
    const refused = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    const fetched = await Promise.all(urls.map(fetchCopy));

    expect(refused.every((code) => code === "CONFLICT")).toBe(true);
    expect(fetched.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it("keeps one copy an account: asking again ends the earlier address", async () => {
    const [first, second] = [(await ask()).data.requestExport.url, (await ask()).data.requestExport.url];

    expect([(await fetchCopy(first)).statusCode, (await fetchCopy(second)).statusCode]).toEqual([404, 200]);
  });

  it("asks for the password again, and logs neither it nor the address", async () => {
    const wrong = await api.ask(request, { token, variables: { password: "another" } });
    const { url } = (await ask()).data.requestExport;

    expect(wrong.errors[0]?.extensions.fields).toMatchObject([{ path: ["currentPassword"], code: "WRONG_PASSWORD" }]);
    await fetchCopy(url);
    expect(api.logLines.join()).not.toContain(pathOf(url).split("/").at(-1));
  });

  it("hands out a copy of many rows whole, in the order of its tables", async () => {
    for (let index = 0; index < 120; index++) await api.world.story(anna, { title: `Number ${index}` });

    const copy = (await fetchCopy((await ask()).data.requestExport.url)).json();

    expect(copy.tables.stories).toHaveLength(122);
    expect(copy.tables.users).toMatchObject([{ id: anna.id, email: anna.email }]);
  });
});

describe("docs/export.schema.json", () => {
  it("is the format of a copy; npm run schema writes it", async () => {
    const schema = exportSchema(api.opened.database.entityMetadatas);
    const copy = (await fetchCopy((await ask()).data.requestExport.url)).json();
    const ajv = new Ajv2020.default();
    formats.default(ajv);

    expect(JSON.parse(readFileSync("docs/export.schema.json", "utf8"))).toEqual(schema);
    expect([ajv.validate(schema, copy), ajv.errors]).toEqual([true, null]);
  });
});

describeOnServer("npm run privacy -- export", () => {
  it("writes the same copy for operators, and says when there is no such account", async () => {
    const environment = { DATABASE_URL: api.opened.url ?? "" };
    const fetched = (await fetchCopy((await ask()).data.requestExport.url)).json();

    const { code, stdout } = await runProgram("privacy", ["export", anna.email], environment);
    const nobody = await runProgram("privacy", ["export", "nobody@example.org"], environment);

    expect(code).toBe(0);
    expect(JSON.parse(stdout).tables).toEqual({ ...fetched.tables, exports: [expect.any(Object)] });
    expect([nobody.code, nobody.output]).toEqual([1, "There is no account with this email. Check its spelling.\n"]);
  });
});
