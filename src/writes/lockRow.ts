import type { EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral } from "typeorm";
import { movedOn, notFound } from "../errors.js";

interface Changing extends ObjectLiteral {
  id: string;
  updatedAt: Date;
}

/** What a client has seen of a row that it wants to change. */
export interface Seen {
  /** The updatedAt that the client has read, in RFC 3339. Undefined or null changes the row in any case. */
  readonly ifUpdatedAt?: string | null;
}

/**
 * Locks the row that the conditions find until the transaction ends. updatedAt is compared in milliseconds, because clients see
 * no more.
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
  if (ifUpdatedAt && Date.parse(ifUpdatedAt) !== row.updatedAt.getTime()) throw movedOn(row.updatedAt);
  return row;
}
