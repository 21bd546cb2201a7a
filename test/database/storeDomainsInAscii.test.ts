import { afterEach, beforeEach, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { quietLog } from "../../packages/engine/src/database/SqlLogger.js";
import { migrate } from "../../packages/operations/src/migrate.js";
import { createDataSource } from "../../src/createDataSource.js";
import { normalizeEmail } from "../../src/entities/normalizeEmail.js";
import { type EmptyDatabase, emptyDatabase } from "../support/emptyDatabase.js";
import { describeOnServer } from "../support/onServer.js";

const DOMAINS = [
  "münchen.example",
  "bücher.example",
  "straße.example",
  "ü.example",
  "a-ü-b.öäü.example",
  "βόλος.example",
  "почта.рф",
  "例え。テスト",
  "ⓔxample.example",
  "한국.example",
  "üüüüüüüüüüüüüüüüüüüü.example",
  "日本語ドメイン名.jp",
  "mañana.example",
];

describeOnServer("the migration that stores domains in ASCII", () => {
  let empty: EmptyDatabase;
  let database: DataSource;
  beforeEach(async () => {
    empty = await emptyDatabase();
    database = createDataSource(
      { url: empty.url, directory: "", poolSize: 2, isSqlEchoed: false, isPreparing: true },
      quietLog,
    );
    await database.initialize();
    await migrate(database, () => undefined, { to: "AddDomainInAscii1795800022000", agreement: { isProduction: true } });
  });
  afterEach(async () => {
    await database.destroy();
    await empty.drop();
  });

  const add = async (email: string): Promise<string> =>
    (await empty.query<{ id: string }>("INSERT INTO users (email, password) VALUES ($1, '') RETURNING id", [email]))[0]?.id ??
    "";
  const emails = async () =>
    (await empty.query<{ email: string }>("SELECT email FROM users ORDER BY created_at, id")).map(({ email }) => email);

  it("spells them as the service looks them up, and leaves what is before the @", async () => {
    const before = ["anna@example.org", "zoë@example.org", ...DOMAINS.map((domain) => `zoë@${domain}`)];
    for (const email of before) await add(email);

    await migrate(database, () => undefined);

    expect(await emails()).toEqual(before.map(normalizeEmail));
  });

  it("stops, names accounts that have one mailbox, and changes nothing", async () => {
    const twins = [await add("anna@münchen.example"), await add("anna@xn--mnchen-3ya.example")].sort();
    const others = [await add("ben@ⓔxample.org"), await add("ben@example.org")].sort();
    await add("zoe@münchen.example");

    const refused = migrate(database, () => undefined);

    await expect(refused).rejects.toThrow(`${twins.join(" and ")}`);
    await expect(refused).rejects.toThrow(`${others.join(" and ")}`);
    expect(await emails()).toContain("zoe@münchen.example");
    await empty.query("DELETE FROM users WHERE id = ANY($1)", [[twins[0], others[1]]]);
    await migrate(database, () => undefined);
    expect((await emails()).every((email) => normalizeEmail(email) === email)).toBe(true);
  });
});
