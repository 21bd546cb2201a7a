import { randomBytes } from "node:crypto";
import type pg from "pg";
import { sqlStateOf } from "./sqlStateOf.js";
import { sqlStates } from "./sqlStates.js";

const CONFUSED: ReadonlySet<string> = new Set([sqlStates.duplicateStatement, sqlStates.invalidStatementName]);
const ROUNDS = 3;

/** What to do in this case. */
export const PREPARES_NOTHING =
  "The pooler mixes up prepared statements, so reads will fail (42P05). Set PREPARED_STATEMENTS=false, or max_prepared_statements in PgBouncer 1.21 or later.";

/**
 * Whether two sessions behind a pooler collide when both prepare a statement. A pooler that does not track statements lets one session of
 * the server prepare it twice, or run another's.
 */
export async function preparesNothing(one: pg.ClientBase, other: pg.ClientBase): Promise<boolean> {
  const name = `probe_${randomBytes(6).toString("hex")}`;
  try {
    for (let round = 0; round < ROUNDS; round++)
      for (const client of [one, other]) await client.query({ name, text: "SELECT 1" });
    return false;
  } catch (error) {
    if (!CONFUSED.has(sqlStateOf(error))) throw error;
    return true;
  } finally {
    for (const client of [one, other]) await client.query(`DEALLOCATE ${name}`).catch(() => undefined);
  }
}
