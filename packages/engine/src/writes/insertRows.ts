import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { checkColumns } from "./checkColumns.js";

/** Inserts rows under ids that the server made. @throws Error for a property that is no column. */
export async function insertRows<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly Partial<Row>[],
): Promise<void> {
  for (const row of rows) checkColumns(manager, entity, row);
  if (rows.length > 0) await manager.insert(entity, rows as never);
}
