import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { idIsTaken } from "../errors.js";

/**
 * Inserts a row under an id that its client may have made, so that a create that is sent twice makes one row.
 * @returns whether the row is new; otherwise it is there already, of the same owner and with the same content.
 * @throws ClientError CONFLICT when the id is anything else's, without telling what.
 */
export async function insertOnce<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  row: Partial<Row> & { readonly id: string },
): Promise<boolean> {
  const { raw } = await manager
    .createQueryBuilder()
    .insert()
    .into(entity)
    .values(row as never)
    .orIgnore()
    .returning("id")
    .execute();
  if (raw.length > 0) return true;
  const there = await manager.findOneBy(entity, { id: row.id } as never);
  if (!there || !Object.entries(row).every(([name, value]) => isSame(there[name], value))) throw idIsTaken();
  return false;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
