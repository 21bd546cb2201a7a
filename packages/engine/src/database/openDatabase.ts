import type { DataSource } from "typeorm";
import { LostOptionsError } from "./LostOptionsError.js";
import { sqlStateOf } from "./sqlStateOf.js";
import { sqlStates } from "./sqlStates.js";

/** Connects, once. Our own session settings are left out where a pooler refuses them, but never those of DATABASE_URL. */
export async function openDatabase(database: DataSource): Promise<void> {
  if (database.isInitialized) return;
  try {
    await database.initialize();
  } catch (error) {
    if (!leaveOutOptions(database, error)) throw error;
    await database.initialize();
  }
}

/** PgBouncer refuses session settings that it does not know. */
function leaveOutOptions(database: DataSource, error: unknown): boolean {
  const { extra } = database.options as { extra?: { options?: string } };
  const isRefused = sqlStateOf(error) === sqlStates.protocolViolation && !(error instanceof LostOptionsError);
  if (!isRefused || extra?.options === undefined) return false;
  database.setOptions({ extra: { ...extra, options: undefined } });
  return true;
}
