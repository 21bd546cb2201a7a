import type { EntityManager } from "typeorm";

/**
 * Keeps the account from being erased until the transaction ends. What locks rows of an account in another order than an erasure deletes
 * them takes this first: otherwise the two could wait for each other.
 */
export async function lockAccount(manager: EntityManager, id: string): Promise<void> {
  await manager.query("SELECT FROM users WHERE id = $1 FOR KEY SHARE", [id]);
}
