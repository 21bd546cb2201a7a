import { limits } from "../../entities/limits.js";
import type { Transact } from "../../writes/Writer.js";

/** What an admin's operation could have shown of others. */
export interface ReadOfOthers {
  readonly adminId: string;
  readonly operation: string | undefined;
  /** The ids that it named, of accounts or of what belongs to them. */
  readonly ids: readonly string[];
  /** Whether it read lists, in which anyone's rows may be. */
  readonly hasLists: boolean;
}

/**
 * One row for each account that owns what was named, and one without an account for lists. Never the values that were sent. An account that
 * is being erased is waited for, and then left out: nobody could be told of it.
 */
const WRITE = `WITH owners AS (
    SELECT id FROM users WHERE id = ANY ($3::uuid[])
    UNION SELECT user_id FROM drawings WHERE id = ANY ($3::uuid[])
    UNION SELECT user_id FROM stories WHERE id = ANY ($3::uuid[])),
  accounts AS (SELECT id FROM users WHERE id IN (SELECT id FROM owners) AND id <> $1 ORDER BY id FOR KEY SHARE)
  INSERT INTO admin_reads (admin_id, user_id, operation)
  SELECT $1, id, $2 FROM accounts UNION ALL SELECT $1, NULL, $2 WHERE $4::boolean`;

/** Writes down which accounts admins have looked at. */
export class AdminReads {
  constructor(private readonly transact: Transact) {}

  /** Writes the read down. The answer waits for it: what is not written down is not told. */
  async note({ adminId, operation, ids, hasLists }: ReadOfOthers): Promise<void> {
    const name = operation?.slice(0, limits.operationName) ?? null;
    await this.transact((manager) => manager.query(WRITE, [adminId, name, ids, hasLists]));
  }
}
