import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { transactionRunner } from "../../../packages/engine/src/database/transactionRunner.js";
import { readConfig } from "../../../src/config.js";
import { TokenPurpose } from "../../../src/entities/TokenPurpose.js";
import { Retention } from "../../../src/features/privacy/Retention.js";
import { retentionRules } from "../../../src/features/privacy/retentionRules.js";
import { describeOnServer } from "../../support/onServer.js";
import { TestApi } from "../../support/TestApi.js";

const KEY = 0x6e6f7663;
/** Between its batches the service pauses for 100 ms. */
const SEVERAL_PAUSES_MS = 500;
const WRITE = 'mutation { updateMe(input: { name: "Anna" }) { id } }';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.open();
});
afterAll(() => api.close());

const retention = () =>
  new Retention(transactionRunner(api.opened.database, {}), retentionRules({ adminReadDays: 365 }), {
    run: async () => 0,
    preview: async () => [],
  });
const fill = async (sessions: number) => {
  const { id } = await api.world.user();
  await api.opened.database.query(
    `INSERT INTO sessions (user_id, token_hash, expires_at)
      SELECT $1, sha256(gen_random_uuid()::text::bytea), now() - interval '1 second' FROM generate_series(1, $2::int)`,
    [id, sessions],
  );
  await api.opened.database.query(
    "INSERT INTO rate_limits (key, points, expire) VALUES (gen_random_uuid()::text, 1, 1), ('good', 1, 4102444800000) ON CONFLICT DO NOTHING",
  );
};
const expired = async (): Promise<number> =>
  (
    await api.opened.database.query(
      "SELECT (SELECT count(*) FROM sessions WHERE expires_at <= now())::int + (SELECT count(*) FROM rate_limits WHERE expire = 1)::int AS count",
    )
  )[0].count;

/** docs/guarantees.md#p5 */
describe("the table of periods in docs/privacy.md", () => {
  it("has each period that is carried out, with the default of its setting", () => {
    const { privacy, accounts } = readConfig({});
    const [, table = ""] = readFileSync("docs/privacy.md", "utf8").split("## Periods");

    const rows = (text: string) => table.split("\n").find((line) => line.startsWith(`| ${text} |`)) ?? "";
    for (const { what } of retentionRules(privacy)) expect(rows(what)).not.toBe("");
    expect(rows("sessions that have ended")).toContain(`| ${accounts.sessionDays} days after the last use | SESSION_DAYS`);
    expect(rows("notes of what admins looked at")).toContain(`| ${privacy.adminReadDays} days | ADMIN_READ_DAYS`);
    expect(rows("accounts with all that belongs to them")).toContain(`ERASURE_GRACE_DAYS, ${privacy.graceDays} unless set`);
  });
});

describe("notes of what admins looked at", () => {
  it("are deleted after ADMIN_READ_DAYS", async () => {
    await api.opened.database.query(
      "INSERT INTO admin_reads (operation, read_at) VALUES ('old', now() - interval '366 days'), ('new', now())",
    );

    const preview = await retention().preview();
    await retention().clear();

    expect(preview).toContainEqual({ what: "notes of what admins looked at", rows: 1 });
    expect(await api.opened.database.query("SELECT operation FROM admin_reads")).toEqual([{ operation: "new" }]);
  });
});

describe("a service that stops", () => {
  it("ends the deletion that its last write began, and begins no other", async () => {
    const ending = await TestApi.over(api, {});
    await fill(5_000);
    const token = await api.world.token(await api.world.user());

    await ending.ask(WRITE, { token });
    await ending.leave();
    const left = await expired();
    await wait(SEVERAL_PAUSES_MS);
    const later = await expired();
    await retention().clear();

    expect(left).toBeGreaterThan(0);
    expect(later).toBe(left);
    expect(await expired()).toBe(0);
  });
});

describe("links that nobody used", () => {
  it("are deleted when they have ended", async () => {
    const user = await api.world.user();
    await api.world.linkToken(user, TokenPurpose.PASSWORD_RESET, new Date(Date.now() - 1));
    await api.world.linkToken(user, TokenPurpose.EMAIL_VERIFICATION);

    const preview = await retention().preview();
    await retention().clear();

    expect(preview).toContainEqual({ what: "links that nobody used", rows: 1 });
    expect(await api.opened.database.query("SELECT purpose FROM one_time_tokens")).toEqual([{ purpose: "EMAIL_VERIFICATION" }]);
  });
});

describe("rows that have expired", () => {
  it("are deleted in batches, and good ones stay", async () => {
    const token = await api.world.token(await api.world.user());
    await fill(2_500);

    const { rows } = await retention().clear();

    expect([rows, await expired()]).toEqual([2_501, 0]);
    expect((await api.ask("{ me { id } }", { token })).errors).toEqual([]);
    expect(await api.opened.database.query("SELECT key FROM rate_limits")).toEqual([{ key: "good" }]);
  });

  it("are deleted by a service that somebody writes to, and left alone by one that only reads", async () => {
    await fill(3);
    const service = await TestApi.over(api, {});
    const token = await api.world.token(await api.world.user(), new Date(Date.now() + 40 * 24 * 3_600_000));

    await service.ask("{ tutorials { totalCount } }");
    const afterRead = await expired();
    await service.ask(WRITE, { token });
    while ((await expired()) > 0) await new Promise(setImmediate);
    await service.http.close();

    expect(afterRead).toBe(4);
  });
});

describeOnServer("rows that have expired, with several processes,", () => {
  it("are left to the one that is at it", async () => {
    const outcome = await transactionRunner(
      api.opened.database,
      {},
    )(async (manager) => {
      // Whoever is still at it from before ends first.
      await manager.query("SELECT pg_advisory_xact_lock($1)", [KEY]);
      await fill(3);
      return [await expired(), (await retention().clear()).rows, await expired()];
    });

    expect(outcome).toEqual([expect.any(Number), 0, outcome[0]]);
    expect(outcome[0]).toBeGreaterThanOrEqual(3);
  });
});
