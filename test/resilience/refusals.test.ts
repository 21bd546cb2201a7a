import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { PASSWORD, ROLE } from "../support/Cluster.js";
import { describeWithClusters } from "../support/onServer.js";
import { Rig } from "../support/Rig.js";

const WRITE = 'mutation { updateMe(input: { name: "New" }) { id } }';
const SIGN_IN = 'mutation { signIn(input: { email: "nobody@example.org", password: "not the right one" }) { token } }';
const UNAVAILABLE = { status: 503, code: "UNAVAILABLE", retryAfter: "5" };

describeWithClusters("the service, when its database refuses", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
  });
  beforeEach(() => rig.startReady({ STATEMENT_TIMEOUT_MS: "1000", LOCK_TIMEOUT_MS: "500" }));
  afterEach(() => rig.kill());
  afterAll(() => rig.close());

  const ask = async (query?: string) => {
    const { status, code, retryAfter } = await rig.ask(query);
    return { status, code, retryAfter };
  };
  const all = async () => [await ask(), await ask(WRITE), await ask(SIGN_IN)];
  const endSessions = () =>
    rig.cluster.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", [ROLE]);
  const logged = (code: string) => expect(rig.running.output()).toContain(`The database could not be asked: ${code}`);

  it.each([
    ["28P01, a changed password", `ALTER ROLE ${ROLE} PASSWORD 'other'`, `ALTER ROLE ${ROLE} PASSWORD '${PASSWORD}'`],
    ["53300, no connection left", `ALTER ROLE ${ROLE} CONNECTION LIMIT 0`, `ALTER ROLE ${ROLE} CONNECTION LIMIT -1`],
    ["28000, a role that may not sign in", `ALTER ROLE ${ROLE} NOLOGIN`, `ALTER ROLE ${ROLE} LOGIN`],
  ])(
    "with %s, answers UNAVAILABLE to reads, writes and sign-ins, logs the code, and is well afterwards",
    async (what, refuse, allow) => {
      await rig.cluster.query(refuse);
      await endSessions();

      const answers = await all();
      const ready = await rig.statusOf("/readyz");
      await rig.cluster.query(allow);

      expect([...answers, ready]).toEqual([UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, 503]);
      logged(what.slice(0, 5));
      expect(await rig.complaints()).toEqual([]);
    },
  );

  it("with 3D000, a database that is gone, answers UNAVAILABLE", async () => {
    await rig.database.destroy();
    await rig.cluster.query(`ALTER DATABASE ${ROLE} ALLOW_CONNECTIONS false`);
    await endSessions();
    await rig.cluster.query(`ALTER DATABASE ${ROLE} RENAME TO away`);

    const answers = await all();
    await rig.cluster.query(`ALTER DATABASE away RENAME TO ${ROLE}`);
    await rig.cluster.query(`ALTER DATABASE ${ROLE} ALLOW_CONNECTIONS true`);
    await rig.database.initialize();

    expect(answers).toEqual([UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]);
    logged("3D000");
    expect(await rig.complaints()).toEqual([]);
  });

  it("with 25006, a server that is read-only, answers reads, and UNAVAILABLE to writes", async () => {
    await rig.cluster.query(`ALTER ROLE ${ROLE} SET default_transaction_read_only = on`);
    await endSessions();

    const answers = [await ask(), await ask(WRITE)];
    await rig.cluster.query(`ALTER ROLE ${ROLE} RESET default_transaction_read_only`);
    await endSessions();

    expect(answers).toMatchObject([{ status: 200 }, UNAVAILABLE]);
    logged("25006");
    expect(await rig.complaints()).toEqual([]);
  });

  it("with 42501, a right that is missing, answers UNAVAILABLE", async () => {
    await rig.cluster.query("ALTER TABLE users OWNER TO postgres", [], ROLE);

    const answers = [await ask("{ me { id } }"), await ask(WRITE), await ask(SIGN_IN)];
    await rig.cluster.query(`ALTER TABLE users OWNER TO ${ROLE}`, [], ROLE);

    expect(answers).toEqual([UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]);
    expect(await rig.complaints()).toEqual([]);
  });

  /** Has the next read, write or sign-in fail with the code, so many times, and then go on. */
  const failing = async (code: string, times: number) => {
    await rig.cluster.query(
      `CREATE SEQUENCE tries;
       CREATE FUNCTION fail() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
         IF nextval('tries') <= ${times} THEN RAISE 's3cret' USING ERRCODE = '${code}'; END IF; RETURN true; END $$;
       CREATE FUNCTION fail_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM fail(); RETURN NEW; END $$;
       ALTER TABLE tutorials RENAME TO rows_of_tutorials;
       CREATE VIEW tutorials AS SELECT rows_of_tutorials.* FROM rows_of_tutorials, (SELECT fail()) AS failed;
       GRANT SELECT ON tutorials TO ${ROLE};
       CREATE TRIGGER fail BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION fail_row();
       CREATE TRIGGER fail BEFORE INSERT ON rate_limits FOR EACH ROW EXECUTE FUNCTION fail_row()`,
      undefined,
      ROLE,
    );
  };
  const succeeding = () =>
    rig.cluster.query(
      `DROP VIEW tutorials; ALTER TABLE rows_of_tutorials RENAME TO tutorials;
       DROP FUNCTION fail_row CASCADE; DROP FUNCTION fail; DROP SEQUENCE tries`,
      undefined,
      ROLE,
    );

  it("with a full disk or memory, damaged data or a server in an operator's hands, answers UNAVAILABLE, and logs the code", async () => {
    const reasons = {
      "53100": "diskFull",
      "53200": "full",
      "53400": "full",
      "58030": "damaged",
      "57000": "down",
      "25P04": "down",
      "55006": "locked",
      XX000: "damaged",
      XX001: "damaged",
    };
    const codes = Object.keys(reasons);
    const answers: Record<string, object[]> = {};
    const told: Record<string, string | undefined> = {};
    for (const code of codes) {
      await failing(code, 100);
      answers[code] = await all();
      told[code] = (await rig.ask()).reason;
      await succeeding();
      logged(code);
    }

    expect(answers).toEqual(Object.fromEntries(codes.map((code) => [code, [UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]])));
    expect(told).toEqual(reasons);
    expect(await rig.complaints()).toEqual([]);
  });

  it("with a deadlock, or a standby that has to replay changes, reads once more, and answers UNAVAILABLE when that fails too", async () => {
    const outcomes: Record<string, unknown> = {};
    for (const code of ["40001", "40P01"]) {
      await failing(code, 1);
      const { status } = await ask();
      await succeeding();
      await failing(code, 100);
      const [never, , signIn] = await all();
      await succeeding();
      logged(code);
      outcomes[code] = [status, never, signIn];
    }

    const expected = [200, UNAVAILABLE, UNAVAILABLE];
    expect(outcomes).toEqual({ "40001": expected, "40P01": expected });
    expect(await rig.complaints()).toEqual([]);
  });

  it("with a mistake in our SQL, answers INTERNAL_SERVER_ERROR and logs its code", async () => {
    await rig.cluster.query("ALTER TABLE tutorials RENAME COLUMN id TO hidden", undefined, ROLE);

    const answer = await ask("{ tutorials(first: 1) { nodes { id } } }");
    await rig.cluster.query("ALTER TABLE tutorials RENAME COLUMN hidden TO id", undefined, ROLE);

    expect(answer).toMatchObject({ status: 500, code: "INTERNAL_SERVER_ERROR" });
    expect(rig.running.output()).toMatch(/"code":"42703".*operation failed/);
  });

  it("with a table that is locked, answers UNAVAILABLE to reads and writes at the lock timeout", async () => {
    const holder = await rig.cluster.connect();
    await holder.query("BEGIN; LOCK TABLE tutorials, users IN ACCESS EXCLUSIVE MODE");

    const [read, written] = await Promise.all([rig.ask(), rig.ask(WRITE)]);
    await holder.end();

    expect([read, written]).toMatchObject([UNAVAILABLE, UNAVAILABLE]);
    expect([read.ms, written.ms].filter((ms) => ms < 450 || ms > 1_500)).toEqual([]);
    logged("55P03");
    expect(await rig.complaints()).toEqual([]);
  });

  it("with a statement that takes too long, answers UNAVAILABLE at the statement timeout, and does not try again", async () => {
    await rig.cluster.query(
      `ALTER TABLE tutorials RENAME TO slow;
       CREATE VIEW tutorials AS SELECT slow.* FROM slow, (SELECT pg_sleep(20)) AS nap;
       GRANT SELECT ON tutorials TO ${ROLE}`,
      undefined,
      ROLE,
    );

    const { ms, ...answer } = await rig.ask();
    await rig.cluster.query("DROP VIEW tutorials; ALTER TABLE slow RENAME TO tutorials", undefined, ROLE);

    expect(answer).toMatchObject(UNAVAILABLE);
    expect(ms < 1_900 ? "once" : `${ms} ms`).toBe("once");
    expect(await rig.complaints()).toEqual([]);
  });

  it("reads times as they are, whatever form of dates the role has", async () => {
    await rig.cluster.query(`ALTER ROLE ${ROLE} SET DateStyle = 'German'; ALTER ROLE ${ROLE} SET TimeZone = 'Asia/Tokyo'`);
    await endSessions();
    const { data } = await rig.ask("{ me { updatedAt } }");

    const changed = await ask(`mutation { updateMe(input: { name: "Anna" }, ifUpdatedAt: "${data.me.updatedAt}") { id } }`);
    await rig.cluster.query(`ALTER ROLE ${ROLE} RESET ALL`);

    expect(changed).toMatchObject({ status: 200, code: undefined });
  });

  it("ends a transaction whose session was ended by the server between two statements, as UNAVAILABLE", async () => {
    await rig.cluster.query(
      `CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
       CREATE TRIGGER die AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION die()`,
      undefined,
      ROLE,
    );

    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(WRITE)));
    await rig.cluster.query("DROP FUNCTION die CASCADE", undefined, ROLE);
    await wait(100);

    expect(answers).toEqual(Array(8).fill(UNAVAILABLE));
    expect(await rig.complaints()).toEqual([]);
  });
});
