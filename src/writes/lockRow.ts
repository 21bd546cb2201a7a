import type { EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral } from "typeorm";
import { movedOn, notFound } from "../errors.js";

interface Changing extends ObjectLiteral {
  id: string;
  updatedAt: Date;
}

/** What a client has seen of a row that it wants to change. */
export interface Seen {
  /** The row's updatedAt as an instant in RFC 3339; undefined or null to change it whatever it is now. */
  readonly ifUpdatedAt?: string | null;
}

/**
 * Locks the one row that these conditions find, until the transaction ends. Clients see milliseconds, so these are compared.
 * @param what the row is called in the error.
 * @throws ClientError NOT_FOUND, or CONFLICT with the row's updatedAt when it has moved on since the client saw it.
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
