import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { RowCount } from "../entities/RowCount.js";
import { limitReached } from "./limitReached.js";

/**
 * Refuses the row that the transaction has just inserted when its account now has too many. The insert has locked the account's count
 * until the transaction ends, so creates at once cannot pass together.
 * @throws ClientError LIMIT_REACHED
 */
export async function checkQuota<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  userId: string,
  most: number,
): Promise<void> {
  const { tableName } = manager.connection.getMetadata(entity);
  const { rowCount } = await manager.findOneByOrFail(RowCount, { userId, tableName });
  if (rowCount > most) throw limitReached(tableName, most);
}
