import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { transactionRunner } from "../../packages/engine/src/database/transactionRunner.js";
import { constraints } from "../../src/constraints.js";
import { Drawing } from "../../src/entities/Drawing.js";
import { User } from "../../src/entities/User.js";
import { describeOnServer } from "../support/onServer.js";
import { openDatabase, type TestDatabase } from "../support/openDatabase.js";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openDatabase();
});
afterAll(() => opened.close());

const newUser = (columns: object = {}) => ({
  id: randomUUID(),
  email: `${randomUUID()}@example.org`,
  password: "",
  ...columns,
});

describe("a row that PostgreSQL refuses", () => {
  const attempt = (sql: string, values: unknown[] = []) =>
    transactionRunner(opened.database, constraints)((manager) => manager.query(sql, values)).catch((error: unknown) => error);

  it.each([
    ["22001, a text that is too long", "UPDATE users SET name = repeat('s3cret', 10)", "TOO_LONG", ["input"]],
    ["23514, a value that a check forbids", "UPDATE users SET email = 'S3CRET'", "INVALID_VALUE", ["input", "email"]],
    ["23502, a null where none may be", "UPDATE users SET email = NULL", "NOT_NULL", ["input", "email"]],
    [
      "23503, a reference to what is gone",
      "INSERT INTO drawings (user_id, tutorial_id) SELECT id, gen_random_uuid() FROM users",
      "INVALID_ID",
      ["input", "tutorialId"],
    ],
  ])("as %s is BAD_USER_INPUT with its field, without PostgreSQL's text", async (_what, sql, code, path) => {
    await opened.database.getRepository(User).insert(newUser());

    const error = await attempt(sql);

    expect(error).toMatchObject({ code: "BAD_USER_INPUT", details: { fields: [{ path, code }] } });
    expect(JSON.stringify(error)).not.toMatch(/s3cret|violates|relation/i);
    await opened.database.query("DELETE FROM users");
  });

  it("as 23505, a key that is taken, is CONFLICT", async () => {
    const user = newUser();
    await opened.database.getRepository(User).insert(user);

    const email = await attempt("INSERT INTO users (email, password) VALUES ($1, '')", [user.email]);
    const id = await attempt("INSERT INTO users (id, email, password) VALUES ($1, 'x@example.org', '')", [user.id]);

    expect([email, id]).toMatchObject([{ code: "CONFLICT" }, { code: "CONFLICT" }]);
    expect(String(email)).toContain("There is an account with this email already");
    expect(JSON.stringify([email, id])).not.toContain(user.email);
  });
});

describeOnServer("a transaction", () => {
  it("that PostgreSQL ended to break a deadlock is run once more, whole", async () => {
    const { database } = opened;
    const [one, two] = [newUser(), newUser()];
    await database.getRepository(User).insert([one, two]);
    const run = transactionRunner(database, constraints);
    let meet = () => {};
    const met = new Promise<void>((resolve) => {
      let waiting = 0;
      meet = () => {
        if (++waiting === 2) resolve();
      };
    });
    let runs = 0;
    const crossing = (first: string, second: string) =>
      run(async (manager) => {
        runs++;
        await manager.insert(Drawing, { userId: first, editedImagesUrls: [] });
        await manager.query("UPDATE users SET name = 'x' || coalesce(name, '') WHERE id = $1", [first]);
        meet();
        await met;
        await manager.query("UPDATE users SET name = 'y' || coalesce(name, '') WHERE id = $1", [second]);
      });

    await Promise.all([crossing(one.id, two.id), crossing(two.id, one.id)]);

    const names = await database.query<{ name: string }[]>("SELECT name FROM users WHERE id = ANY ($1)", [[one.id, two.id]]);
    expect(names.map(({ name }) => [...name].sort().join(""))).toEqual(["xy", "xy"]);
    expect([runs, await database.getRepository(Drawing).countBy({ userId: one.id })]).toEqual([3, 1]);
  });

  it("that is undone a second time is CONFLICT", async () => {
    const error = await transactionRunner(
      opened.database,
      constraints,
    )((manager) => manager.query("DO $$ BEGIN RAISE EXCEPTION 's3cret' USING ERRCODE = '40001'; END $$")).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).toMatchObject({ code: "CONFLICT" });
    expect(String(error)).not.toContain("s3cret");
  });
});
