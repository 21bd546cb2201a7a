import type pg from "pg";
import { OperationError } from "../OperationError.js";

const STATE = `SELECT split_part(version(), ' on ', 1) AS version, pg_is_in_recovery() AS "isStandby",
  CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff($1::pg_lsn, pg_last_wal_replay_lsn()) END AS behind`;

/** Where the log of the primary is; null where it does not tell. */
export async function positionOf(client: pg.Client): Promise<string | null> {
  const found = await client.query<{ at: string }>("SELECT pg_current_wal_lsn()::text AS at").catch(() => undefined);
  return found?.rows[0]?.at ?? null;
}

/**
 * Says which server a replica is, and how far it is behind the primary. @param position of the primary's log.
 * @throws OperationError when it follows no primary: then the service reads nothing there.
 */
export async function judgeReplica(client: pg.Client, isPooled: boolean, position: string | null): Promise<string> {
  const { rows } = await client.query<{ version: string; isStandby: boolean; behind: string | null }>(STATE, [position]);
  const { version = "", isStandby = false, behind = null } = rows[0] ?? {};
  const which = `${version}, ${isPooled ? "pooled" : "direct"}`;
  if (!isStandby)
    throw new OperationError(
      `${which}. It follows no primary: it was promoted, or is another server. The service reads nothing there; correct DATABASE_READ_URLS.`,
    );
  const lag = behind === null ? "how far it is behind is not told" : `${Math.max(0, Number(behind))} bytes behind`;
  return `${which}, a standby, ${lag}`;
}
