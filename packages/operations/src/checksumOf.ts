import { createHash } from "node:crypto";
import type { DataSource, MigrationInterface } from "typeorm";
import { withoutComments } from "./linting/withoutComments.js";
import { recordSql } from "./recordSql.js";

const DIRECTIONS = ["up", "down"] as const;
/** Long enough for a statement with the date in it to change. */
const SHIFT_MS = 400 * 24 * 3600 * 1000;

/**
 * A SHA-256 of a migration's SQL in both directions, without regard to white space and comments. A statement that says
 * something else each time that it is made (a new id, the time of day) is left out: it would look like an edit for ever.
 */
export async function checksumOf(database: DataSource, migration: MigrationInterface): Promise<string> {
  const hash = createHash("sha256");
  for (const direction of DIRECTIONS) {
    const { statements } = await twice(database, migration, direction);
    for (const { sql, isSteady } of statements)
      hash.update(isSteady ? `${(await withoutComments(sql)).replace(/\s+/g, " ").trim()};` : ";");
  }
  return hash.digest("hex");
}

/** The statements of a migration that say something else each time, as they are now. */
export async function unsteadyStatements(database: DataSource, migration: MigrationInterface): Promise<string[]> {
  const both = [await twice(database, migration, "up"), await twice(database, migration, "down")];
  return both.flatMap(({ statements }) => statements.filter(({ isSteady }) => !isSteady).map(({ sql }) => sql));
}

async function twice(database: DataSource, migration: MigrationInterface, direction: "up" | "down") {
  const first = await recordSql(database, migration, direction);
  const second = await later(() => recordSql(database, migration, direction));
  return { statements: first.map((sql, place) => ({ sql, isSteady: second[place] === sql })) };
}

let turn: Promise<unknown> = Promise.resolve();

/** Runs work with a clock that is far ahead, one after the other. Recording waits for nothing, so nobody else sees that clock. */
function later<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(() => withClockAhead(work));
  turn = result.catch(() => undefined);
  return result;
}

async function withClockAhead<T>(work: () => Promise<T>): Promise<T> {
  const Real = globalThis.Date;
  const now = () => Real.now() + SHIFT_MS;
  globalThis.Date = new Proxy(Real, {
    construct: (target, words) => Reflect.construct(target, words.length === 0 ? [now()] : words),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
  try {
    return await work();
  } finally {
    globalThis.Date = Real;
  }
}
