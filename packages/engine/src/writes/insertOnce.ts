import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { idIsTaken } from "../errors.js";
import { checkColumns } from "./checkColumns.js";
import { claimId } from "./claimId.js";
import { newId } from "./newId.js";

interface Inserted {
  readonly id: string;
  /** Otherwise the row was there already, of the same owner and with the same content. */
  readonly isNew: boolean;
}

/**
 * Inserts a row, with the client's id if there is one. The same create sent twice makes one row.
 * @throws ClientError CONFLICT when another row has the id, without saying which; Error for a property that is no column.
 */
export async function insertOnce<Row extends ObjectLiteral & { id: string }>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  row: Partial<Row>,
): Promise<Inserted> {
  checkColumns(manager, entity, row);
  const id = row.id ?? newId();
  if (row.id !== undefined) await claimId(manager, entity, id);
  const { raw } = await manager
    .createQueryBuilder()
    .insert()
    .into(entity)
    .values({ ...row, id } as never)
    .orIgnore()
    .returning("id")
    .execute();
  if (raw.length > 0) return { id, isNew: true };
  const there = await manager.findOneBy(entity, { id } as never);
  if (!there || !Object.entries(row).every(([name, value]) => isSame(there[name], value))) throw idIsTaken();
  return { id, isNew: false };
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
