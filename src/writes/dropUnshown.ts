import type { EntityManager } from "typeorm";

const UNSHOWN = `DELETE FROM pictures WHERE id = $1
  AND NOT EXISTS (SELECT FROM drawings WHERE picture_id = $1) AND NOT EXISTS (SELECT FROM stories WHERE picture_id = $1)`;

/**
 * Deletes the picture when neither a drawing nor a story shows it any more. The caller has locked the account (lockAccount). The lock and the
 * look are two statements, because only then the look sees what was committed while the lock was waited for.
 * @returns whether it was deleted.
 */
export async function dropUnshown(manager: EntityManager, pictureId: string | null): Promise<boolean> {
  if (pictureId === null) return false;
  await manager.query("SELECT FROM pictures WHERE id = $1 FOR UPDATE", [pictureId]);
  const [, count] = await manager.query<[unknown, number]>(UNSHOWN, [pictureId]);
  return count > 0;
}
