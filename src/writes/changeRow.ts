import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";

/** Writes the fields that a client sent: an absent one is left alone, null clears. Without any, nothing is written. */
export async function changeRow<Row extends ObjectLiteral & { id: string }>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  id: string,
  changes: object,
): Promise<void> {
  const sent = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (Object.keys(sent).length > 0) await manager.update(entity, id, sent as never);
}
