import type { EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral } from "typeorm";
import { changedMeanwhile, notFound } from "../errors.js";

interface Changing extends ObjectLiteral {
  id: string;
  updatedAt: Date;
}

/** The state of a row that a client has read and wants to change. */
export interface Seen {
  /** The updatedAt that the client has read, in RFC 3339. Undefined or null changes the row in any case. */
  readonly ifUpdatedAt?: string | null;
}

/** More than the three digits of a second that JavaScript's Date keeps: a client with a Date sends no more. */
const IS_EXACT = /\.\d{4}/;

/**
 * Locks the row that the conditions find until the transaction ends. updatedAt is compared as exactly as the client has sent it.
 * @param what the row is called in the error.
 * @throws ClientError NOT_FOUND, or CONFLICT with the row's updatedAt when the row has changed since the client read it.
 */
export async function lockRow<Row extends Changing>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  where: FindOptionsWhere<Row>,
  what: string,
  { ifUpdatedAt }: Seen = {},
): Promise<Row> {
  const row = await manager.findOne(entity, { where, lock: { mode: "for_no_key_update" } });
  if (!row) throw notFound(what);
  if (ifUpdatedAt) await compare(manager, entity, row.id, ifUpdatedAt);
  return row;
}

async function compare<Row extends Changing>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  id: string,
  ifUpdatedAt: string,
): Promise<void> {
  const { connection } = manager;
  const table = connection.driver.escape(connection.getMetadata(entity).tableName);
  const precision = IS_EXACT.test(ifUpdatedAt) ? "microseconds" : "milliseconds";
  const [now] = await manager.query<{ is_same: boolean; updated_at: string }[]>(
    `SELECT date_trunc($3, updated_at) = $2::timestamptz AS is_same,
        to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at FROM ${table} WHERE id = $1`,
    [id, ifUpdatedAt, precision],
  );
  if (now && !now.is_same) throw changedMeanwhile(now.updated_at);
}
