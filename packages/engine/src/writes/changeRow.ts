import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { checkColumns } from "./checkColumns.js";

/**
 * Writes the fields that a client sent. An absent field stays, null clears it. Without any field nothing is written.
 * @throws Error for a field that is no column.
 */
export async function changeRow<Row extends ObjectLiteral & { id: string }>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  id: string,
  changes: object,
): Promise<void> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  checkColumns(manager, entity, given);
  if (Object.keys(given).length > 0) await manager.update(entity, id, given as never);
}
