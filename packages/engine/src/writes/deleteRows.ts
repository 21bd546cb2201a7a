import { type EntityManager, type EntityTarget, type FindOptionsWhere, In, type ObjectLiteral } from "typeorm";
import { foundAll } from "./foundAll.js";

/**
 * Deletes the rows that have these ids and meet the conditions, by one statement: all of them or none.
 * @param what a row is called in the error.
 * @returns the ids, each once.
 * @throws ClientError NOT_FOUND with the positions of the ids that name no such row.
 */
export async function deleteRows<Row extends ObjectLiteral & { id: string }>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  ids: readonly string[],
  where: FindOptionsWhere<Row>,
  what: string,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const named = { ...where, id: In([...ids]) };
  const { raw } = await manager.createQueryBuilder().delete().from(entity).where(named).returning("id").execute();
  return foundAll(ids, raw, what);
}
