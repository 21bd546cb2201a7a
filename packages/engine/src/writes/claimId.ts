import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { idIsTaken } from "../errors.js";
import { Node } from "../types/Node.js";

/** The first of an advisory lock's two keys, so that no other lock of ours is meant: "node" as a number. */
const LOCK = 0x6e6f6465;

/**
 * Reserves a client's id for this transaction, so that no two types get the same: node(id) serves them all. The lock and the check are
 * two statements, because only then the check sees rows that were committed during the wait for the lock.
 * @throws ClientError CONFLICT when a row of another type has the id.
 */
export async function claimId<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  id: string,
): Promise<void> {
  await manager.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [LOCK, id]);
  const { connection } = manager;
  const own = connection.getMetadata(entity);
  const others = connection.entityMetadatas.filter(
    (one) => one !== own && typeof one.target === "function" && one.target.prototype instanceof Node,
  );
  const exists = others.map(({ tableName }) => `EXISTS (SELECT FROM ${connection.driver.escape(tableName)} WHERE id = $1)`);
  const [found] = await manager.query<{ taken: boolean }[]>(`SELECT ${exists.join(" OR ")} AS taken`, [id]);
  if (found?.taken) throw idIsTaken();
}
