import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { readConfig } from "../../../src/config.js";
import type { User } from "../../../src/entities/User.js";
import { operatorsServices } from "../../../src/operatorsServices.js";
import { TestApi } from "../../support/TestApi.js";

const password = "a secret of mine";
const hash = bcrypt.hashSync(password, 4);
const KEY = "a secret that only the tests know";
const erase = "mutation ($input: EraseMeInput!) { eraseMe(input: $input) { id signature } }";

/** docs/guarantees.md#p4 */
describe("the journal of erasures", () => {
  let api: TestApi;
  let service: TestApi;
  let folder: string;
  let journal: string;
  let anna: User;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "novadraw-journal-"));
    journal = join(folder, "journal");
    service = await TestApi.over(api, { PRIVACY_JOURNAL: journal });
    await api.opened.database.query("DELETE FROM users");
    await api.opened.database.query("DELETE FROM erasures");
    anna = await api.world.user({ password: hash });
    token = await api.world.token(anna);
  });
  afterEach(async () => {
    await service.http.close();
    rmSync(folder, { recursive: true });
  });
  afterAll(() => api.close());

  const operators = (environment: Record<string, string> = {}) =>
    operatorsServices(readConfig({ PRIVACY_KEY: KEY, PRIVACY_JOURNAL: journal, ...environment }), api.opened.database);
  const eraseMe = () => service.ask(erase, { token, variables: { input: { email: anna.email, currentPassword: password } } });
  const ready = async () => {
    const response = await service.http.inject("/readyz");
    return { status: response.statusCode, reason: response.json().reason as string | undefined };
  };
  const accounts = async () => (await api.opened.database.query("SELECT id FROM users")).map(({ id }: User) => id);
  /** What a restored backup does: the account is there again, and the ledger knows nothing. */
  const restore = async () => {
    await api.opened.database.query("DELETE FROM erasures");
    await api.world.user({ id: anna.id, email: anna.email, password: hash });
  };

  it("that cannot be written has nobody erased, and keeps the service from being ready", async () => {
    mkdirSync(journal);

    const { errors } = await eraseMe();

    expect(errors).toMatchObject([
      { message: expect.stringContaining("PRIVACY_JOURNAL"), extensions: { code: "UNAVAILABLE" } },
    ]);
    expect([await accounts(), await ready()]).toMatchObject([
      [anna.id],
      { status: 503, reason: expect.stringContaining("PRIVACY_JOURNAL") },
    ]);
  });

  it("whose folder is missing keeps the service from being ready, also before the first erasure", async () => {
    const misplaced = await TestApi.over(api, { PRIVACY_JOURNAL: join(folder, "absent", "journal") });
    const response = await misplaced.http.inject("/readyz");
    await misplaced.http.close();

    expect(response.statusCode).toBe(503);
  });

  it("keeps the next line whole after one that a crash has cut off, and gets the cut one from the database", async () => {
    await eraseMe();
    const line = readFileSync(journal, "utf8");
    writeFileSync(journal, line.slice(0, 60));

    const state = await ready();

    expect(state.status).toBe(200);
    expect(readFileSync(journal, "utf8")).toBe(`${line.slice(0, 60)}\n${line}`);
    expect((await ready()).status).toBe(200);
  });

  it("with lines that are none keeps the service from being ready, and has nobody erased", async () => {
    await eraseMe();
    appendFileSync(journal, 'null\n{"id": 1}\n');
    await restore();

    const state = await ready();

    expect(state).toMatchObject({ status: 503, reason: expect.stringContaining("cannot be read") });
    await expect(operators().replay.run()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(await accounts()).toEqual([anna.id]);
  });

  it("that is lost is made anew from the database", async () => {
    await eraseMe();
    const before = readFileSync(journal, "utf8");
    rmSync(journal);

    expect([(await ready()).status, readFileSync(journal, "utf8")]).toEqual([200, before]);
  });

  it("is shared by processes: what another one adds is not taken for a restored backup", async () => {
    const other = await TestApi.over(api, { PRIVACY_JOURNAL: journal });
    await eraseMe();
    const states = await Promise.all([ready(), other.http.inject("/readyz"), ready(), other.http.inject("/readyz")]);
    await other.http.close();

    expect(states.map((state) => ("status" in state ? state.status : state.statusCode))).toEqual([200, 200, 200, 200]);
    expect(readFileSync(journal, "utf8").trim().split("\n")).toHaveLength(1);
  });

  it("is not replayed with another key, which would find nobody and forget them", async () => {
    await eraseMe();
    await restore();

    const wrong = await operators({ PRIVACY_KEY: "another secret of at least 32 characters" }).replay.run();
    const stays = [await accounts(), (await ready()).status];
    const right = await operators().replay.run();

    expect([wrong, stays]).toEqual([{ entries: 1, accounts: 0, unknown: 1, undone: [] }, [[anna.id], 503]]);
    expect([right, await accounts(), (await ready()).status]).toEqual([
      { entries: 1, accounts: 1, unknown: 0, undone: [] },
      [],
      200,
    ]);
  });

  it("is replayed as far as it can be where an account cannot be erased, and the service is not ready until it can", async () => {
    const ben = await api.world.user({ password: hash });
    await eraseMe();
    await service.ask(erase, {
      token: await api.world.token(ben),
      variables: { input: { email: ben.email, currentPassword: password } },
    });
    await restore();
    await api.world.user({ id: ben.id, email: ben.email });
    await api.opened.database.query("CREATE TABLE leftovers (somebody uuid)");
    await api.opened.database.query("INSERT INTO leftovers VALUES ($1)", [anna.id]);

    const first = await operators().replay.run();
    const stays = [await accounts(), (await ready()).status];
    await api.opened.database.query("DROP TABLE leftovers");
    const second = await operators().replay.run();

    expect(first).toEqual({ entries: 2, accounts: 1, unknown: 0, undone: [["leftovers.somebody"]] });
    expect([stays, second.accounts, await accounts()]).toEqual([[[anna.id], 503], 1, []]);
  });

  it("has no line for an erasure that is undone, and npm run privacy -- erase says in which columns something is left", async () => {
    await api.opened.database.query("CREATE TABLE leftovers (somebody uuid)");
    await api.opened.database.query("INSERT INTO leftovers VALUES ($1)", [anna.id]);

    const erasing = operators().byEmail.erase(anna.email);

    await expect(erasing).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("leftovers.somebody") });
    await api.opened.database.query("DROP TABLE leftovers");
    expect([readFileSync(journal, "utf8"), await accounts()]).toEqual(["", [anna.id]]);
  });

  it("may be read by the service's user alone", async () => {
    await eraseMe();

    expect(statSync(journal).mode & 0o077).toBe(0);
  });
});
