import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { BeginAccountUses1795800006100 } from "../../../migrations/1795800006100-BeginAccountUses.js";
import { silentLog } from "../../../packages/engine/src/ServiceLog.js";
import { readConfig } from "../../../src/config.js";
import { Role } from "../../../src/entities/Role.js";
import type { User } from "../../../src/entities/User.js";
import { operatorsServices } from "../../../src/operatorsServices.js";
import { MailServer } from "../../support/MailServer.js";
import { describeOnServer } from "../../support/onServer.js";
import { runProgram } from "../../support/runProgram.js";
import { TestApi } from "../../support/TestApi.js";
import { PAGES } from "../accounts/RecoveryActs.js";

const password = "a secret of mine";
const hash = bcrypt.hashSync(password, 4);
const KEY = "a secret that only the tests know";
const PERIOD = { days: 100, warningDays: 10 };

let api: TestApi;
let folder: string;
let anna: User;
let logged: unknown[][];
beforeAll(async () => {
  api = await TestApi.open();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "novadraw-receipts-"));
  await api.opened.database.query("DELETE FROM users");
  anna = await api.world.user({ password: hash });
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => api.close());

const services = (environment: Record<string, string> = {}) => {
  const log = (...words: unknown[]) => void logged.push(words);
  const config = readConfig({ ...PAGES, PRIVACY_KEY: KEY, PRIVACY_RECEIPTS: folder, ...environment });
  return operatorsServices(config, api.opened.database, { ...silentLog, info: log, warn: log, error: log });
};
/** What npm run privacy -- unused does, as [email, what was done]. */
const run = async (environment: Record<string, string> = {}) => {
  const outcomes: string[][] = [];
  for await (const { email, done } of services(environment).unused.run(PERIOD)) outcomes.push([email, done]);
  return outcomes;
};
const unusedFor = (days: number, { id } = anna) =>
  api.opened.database.query("UPDATE account_uses SET last_used_on = last_used_on - $2::int WHERE user_id = $1", [id, days]);
const dueToday = () =>
  api.opened.database.query("UPDATE account_uses SET erased_on = (now() AT TIME ZONE 'UTC')::date WHERE erased_on IS NOT NULL");
const use = async ({ id } = anna) =>
  (
    await api.opened.database.query(
      `SELECT (now() AT TIME ZONE 'UTC')::date - last_used_on AS days, warned_at IS NOT NULL AS "isWarned",
        erased_on - (now() AT TIME ZONE 'UTC')::date AS "daysLeft" FROM account_uses WHERE user_id = $1`,
      [id],
    )
  )[0];
const emails = async () => (await api.opened.database.query("SELECT email FROM users")).map(({ email }: User) => email);
const signIn = () =>
  api.ask("mutation ($input: SignInInput!) { signIn(input: $input) { token } }", {
    variables: { input: { email: anna.email, password } },
  });
/** Warned, and its day has come. */
const unusedToTheEnd = async () => {
  await unusedFor(100);
  await run();
  await dueToday();
};

describe("the day of an account's last use", () => {
  it("begins with the account, and moves with a sign-in and with the use of a session", async () => {
    const made = await use();
    await unusedFor(5);
    await signIn();
    const signedIn = await use();
    const token = await api.world.token(anna);
    await unusedFor(3);
    await api.ask("{ me { id } }", { token });

    expect([made, signedIn, await use()]).toEqual(Array(3).fill({ days: 0, isWarned: false, daysLeft: null }));
  });

  it("is the day of the migration for accounts that were there before", async () => {
    await api.opened.database.query("DELETE FROM account_uses");
    const [migration, runner] = [new BeginAccountUses1795800006100(), api.opened.database.createQueryRunner()];

    await migration.down(runner);
    await migration.up(runner);
    await runner.release();

    expect(await use()).toEqual({ days: 0, isWarned: false, daysLeft: null });
  });

  it("is written once a day at most", async () => {
    const version = () => api.opened.database.query("SELECT xmin FROM account_uses WHERE user_id = $1", [anna.id]);
    await signIn();
    const before = await version();

    await signIn();
    await signIn();

    expect(await version()).toEqual(before);
  });
});

/** docs/guarantees.md#p5 */
describe("an account that nobody uses", () => {
  it("is warned first, and erased on the day that the warning named", async () => {
    await unusedFor(89);
    const early = await run();
    await unusedFor(1);
    const warned = await run();
    const use90 = await use();
    await unusedFor(10);
    const waits = await run();
    await dueToday();
    const late = await run();

    expect([early, warned]).toEqual([[], [[anna.email, "warn it yourself"]]]);
    expect(use90).toEqual({ days: 90, isWarned: true, daysLeft: 10 });
    expect([waits, late]).toEqual([[[anna.email, expect.stringContaining("to be erased on 2")]], [[anna.email, "erased"]]]);
    expect(await emails()).toEqual([]);
  });

  it("goes as by an erasure: with a row in the ledger, a line in the journal and a signed receipt in the folder", async () => {
    await api.world.drawing(anna, { uploadedImageUrl: "https://images.example.org/a.png" });
    await unusedToTheEnd();
    const journal = join(folder, "journal");

    await run({ PRIVACY_JOURNAL: journal });

    const [name = ""] = readdirSync(folder).filter((file) => file.endsWith(".json"));
    const receipt = JSON.parse(readFileSync(join(folder, name), "utf8"));
    expect(receipt).toMatchObject({ isPending: false, imageUrls: ["https://images.example.org/a.png"] });
    expect(services().keys.isGenuine(receipt)).toBe(true);
    expect(await api.opened.database.query("SELECT FROM erasures WHERE id = $1", [receipt.id])).toHaveLength(1);
    expect(readFileSync(journal, "utf8")).toContain(receipt.id);
  });

  it("stays when somebody signs in after the warning", async () => {
    await unusedFor(95);
    await run();
    await signIn();
    const takenBack = await use();
    await dueToday();

    expect([takenBack, await run()]).toEqual([{ days: 0, isWarned: false, daysLeft: null }, []]);
  });

  it("stays as long as a session is good, and is never an admin's", async () => {
    const admin = await api.world.user({ role: Role.ADMIN });
    await api.world.token(anna);
    await unusedFor(1_000, admin);
    await unusedFor(1_000);
    const first = await run();
    await api.opened.database.query("UPDATE account_uses SET erased_on = '2026-01-01', warned_at = now()");

    expect([first, await run()]).toEqual([[], []]);
    expect((await emails()).sort()).toEqual([anna.email, admin.email].sort());
  });

  it("stays while no job runs, whatever else is cleared", async () => {
    await unusedToTheEnd();

    const { accounts } = await services().retention.clear();

    expect([accounts, await emails()]).toEqual([0, [anna.email]]);
  });

  it("delays no other when it cannot be erased, and the log names columns alone", async () => {
    const ben = await api.world.user();
    await unusedFor(100, ben);
    await unusedToTheEnd();
    await api.opened.database.query("CREATE TABLE leftovers (somebody uuid)");
    await api.opened.database.query("INSERT INTO leftovers VALUES ($1)", [anna.id]);

    const outcomes = await run();
    await api.opened.database.query("DROP TABLE leftovers");

    expect(Object.fromEntries(outcomes)).toEqual({ [anna.email]: "not erased", [ben.email]: "erased" });
    expect(await emails()).toEqual([anna.email]);
    expect(logged.at(-1)).toEqual([{ columns: ["leftovers.somebody"] }, expect.any(String)]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".json"))).toHaveLength(1);
  });

  it("stays where its receipt cannot be written, and the log says what to check", async () => {
    await unusedToTheEnd();
    writeFileSync(join(folder, "file"), "");

    const outcomes = await run({ PRIVACY_RECEIPTS: join(folder, "file") });

    expect([outcomes, await emails()]).toEqual([[[anna.email, "not erased"]], [anna.email]]);
    expect(logged.at(-1)).toEqual([{ code: "EEXIST" }, expect.stringContaining("PRIVACY_RECEIPTS")]);
  });

  it("leaves a receipt only for what was committed, whenever a process ends", async () => {
    const [erased, undone] = ["9a3f6f0e-1111-4222-8333-444455556666", "9a3f6f0e-1111-4222-8333-444455557777"];
    await api.opened.database.query(
      "INSERT INTO erasures (id, account_hash, erased_at, counts) VALUES ($1, sha256('x'), now(), '{}')",
      [erased],
    );
    for (const id of [erased, undone]) writeFileSync(join(folder, `${id}.json.part`), "{}");

    await run();

    expect(readdirSync(folder)).toEqual([`${erased}.json`]);
  });
});

describe("the warning of an account that nobody uses", () => {
  let mails: MailServer;
  beforeEach(async () => {
    mails = await MailServer.start();
  });
  afterEach(() => mails.close());
  const mailing = () => ({ SMTP_URL: mails.url, MAIL_FROM: "NovaDraw <no-reply@example.org>" });

  it("goes by mail once, in English and German, and names the day", async () => {
    await unusedFor(95);
    const warned = await run(mailing());
    await run(mailing());

    const mail = await mails.next();
    const [{ erased_on }] = await api.opened.database.query("SELECT erased_on::text FROM account_uses");
    const [year, , day] = erased_on.split("-");
    expect([warned, mails.offered, mail.to]).toEqual([[[anna.email, "warned by mail"]], 1, [anna.email]]);
    expect(mail.text).toMatch(new RegExp(`delete it on ${Number(day)} \\w+ ${year}`));
    expect(mail.text).toMatch(new RegExp(`löschen es am ${Number(day)}\\. \\p{L}+ ${year}`, "u"));
  });

  it("is in the account's language where its owner has chosen one", async () => {
    await api.opened.database.query("UPDATE users SET language = 'DE' WHERE id = $1", [anna.id]);
    await unusedFor(95);

    await run(mailing());

    const { subject, text } = await mails.next();
    expect(subject).toBe("Ihr NovaDraw-Konto wird gelöscht");
    expect(text).not.toMatch(/delete it/);
  });

  it("is tried again by the next run when no server took the mail, and nobody is erased without it", async () => {
    const ben = await api.world.user();
    await unusedFor(200);
    await unusedFor(200, ben);
    mails.refuse(450);
    const refused = await run(mailing());
    const before = [await use(), await use(ben)];

    await run(mailing());

    expect(refused).toEqual(Array(2).fill([expect.any(String), expect.stringContaining("not warned, and so kept")]));
    expect(before).toMatchObject([{ daysLeft: null }, { daysLeft: null }]);
    expect([await use(), await use(ben)]).toMatchObject([{ daysLeft: 10 }, { daysLeft: 10 }]);
  });

  it("counts for nothing when the account is used while the mail is on its way", async () => {
    await unusedFor(95);
    const running = run(mailing());
    await mails.next();
    await signIn();
    await running;

    expect(await use()).toEqual({ days: 0, isWarned: false, daysLeft: null });
  });
});

describeOnServer("npm run privacy -- unused", () => {
  const unused = (words: string[], environment: Record<string, string> = {}) =>
    runProgram("privacy", ["unused", ...words], { DATABASE_URL: api.opened.url ?? "", PRIVACY_KEY: KEY, ...environment });

  it("lists the accounts with --dry-run, erases nobody, and warns nobody", async () => {
    const ben = await api.world.user();
    await unusedFor(100);
    await run();
    await unusedFor(95, ben);

    const { code, stdout } = await unused(["--dry-run", "--days", "100", "--warning-days", "10"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`${anna.email}: last used on [\\d-]+, to be erased on [\\d-]+\n`));
    expect(stdout).toMatch(new RegExp(`${ben.email}: last used on [\\d-]+, to be warned\n`));
    expect(await use(ben)).toMatchObject({ isWarned: false });
  });

  it("erases nobody without a folder for receipts, which name the pictures to remove, and takes the promised periods by itself", async () => {
    await unusedFor(729);
    const refused = await unused([]);
    const warned = await unused([], { PRIVACY_RECEIPTS: folder });

    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("Set PRIVACY_RECEIPTS")]);
    expect([warned.code, await use()]).toEqual([0, { days: 729, isWarned: true, daysLeft: 30 }]);
    expect((await unused(["--days", "30"])).code).toBe(2);
  });
});
