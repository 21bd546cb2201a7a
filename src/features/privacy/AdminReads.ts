import type { Transact } from "#engine/features";
import { limits } from "../../entities/limits.js";
import type { ShownTable } from "./shownTables.js";

/** What an admin's operation could have shown of others. */
export interface AdminReadNote {
  readonly adminId: string;
  readonly operation: string | undefined;
  /** The ids that it named, of accounts or of their rows. */
  readonly ids: readonly string[];
  /** Whether it read lists, which may hold rows of any account. */
  readonly hasLists: boolean;
}

/** How long reads are gathered, to be written down together. */
const GATHER_MS = 100;
/** How long after a failure the next try is, unless an admin reads before. */
const RETRY_MS = 1_000;
/** With so many that are not written down yet, further answers wait. */
const MAX_UNWRITTEN = 1_000;

/**
 * One row for each account that owns a named row, and one without an account for lists. Never the values that were sent. It waits for an
 * account that is being erased, and then leaves it out: nobody could read the note. Arrays look up each id by its key.
 */
function writeSql(tables: readonly ShownTable[]): string {
  const owned = tables.map(
    ({ table, owner }) => `SELECT id, ${owner} AS owner_id FROM ${table} WHERE id = ANY (ARRAY (SELECT id FROM named))`,
  );
  return `INSERT INTO admin_reads (admin_id, user_id, operation, read_at)
  WITH reads AS MATERIALIZED (SELECT row_number() OVER () AS number, read.* FROM
      jsonb_to_recordset($1::jsonb) AS read ("adminId" uuid, operation text, ids uuid[], "hasLists" boolean, "readAt" timestamptz)),
    named AS (SELECT number, id FROM reads, unnest(ids) AS id),
    owned AS (${owned.join(" UNION ")}),
    shown AS (
      SELECT DISTINCT number, owner_id FROM named JOIN owned USING (id)
      UNION ALL SELECT number, NULL FROM reads WHERE "hasLists"),
    accounts AS (SELECT id FROM users
      WHERE id = ANY (ARRAY (SELECT owner_id FROM owned UNION SELECT "adminId" FROM reads)) ORDER BY id FOR KEY SHARE)
  SELECT (SELECT id FROM accounts WHERE id = "adminId"), owner_id, operation, "readAt" FROM shown JOIN reads USING (number)
    WHERE owner_id IS NULL OR (owner_id <> "adminId" AND owner_id IN (SELECT id FROM accounts))`;
}

/** Notes which accounts admins have looked at: many reads by one statement, a moment after their answers. */
export class AdminReads {
  /** By admin and operation, so that a hundred equal operations in a moment are one row. */
  private unwritten = new Map<string, object>();
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private hasFailed = false;
  private readonly statement: string;

  /** @param tables where what admins may see is, and whose it is. */
  constructor(
    private readonly transact: Transact,
    tables: readonly ShownTable[],
  ) {
    this.statement = writeSql(tables);
  }

  /**
   * Notes a read. While reads cannot be noted, or not as fast as they come, the answer waits for its note: a read without a note is not
   * answered. @throws what the database throws; then the read counts as not answered.
   */
  async note({ operation, ...read }: AdminReadNote): Promise<void> {
    const note = { ...read, operation: operation?.slice(0, limits.operationName) };
    const key = JSON.stringify(note);
    const mine = { ...note, readAt: new Date() };
    if (!this.unwritten.has(key)) this.unwritten.set(key, mine);
    if (!this.hasFailed && this.unwritten.size <= MAX_UNWRITTEN) return this.writeIn(GATHER_MS);
    await this.writeAll().catch((error: unknown) => {
      if (this.unwritten.get(key) === mine) this.unwritten.delete(key);
      throw error;
    });
  }

  /** How many are not written down yet. */
  get length(): number {
    return this.unwritten.size;
  }

  /** Stores all notes so far. @throws what the database throws; then the reads are kept for the next time. */
  async writeAll(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing?.catch(() => undefined);
    this.writing ??= this.write().finally(() => {
      this.writing = undefined;
    });
    await this.writing;
  }

  private writeIn(ms: number): void {
    this.timer ??= setTimeout(() => void this.writeAll().catch(() => undefined), ms).unref();
  }

  private async write(): Promise<void> {
    const reads = this.unwritten;
    if (reads.size === 0) return;
    this.unwritten = new Map();
    try {
      await this.transact((manager) => manager.query(this.statement, [JSON.stringify([...reads.values()])]));
      this.hasFailed = false;
    } catch (error) {
      // When a read was noted again meanwhile, the first note stays: it may have been answered.
      this.unwritten = new Map([...this.unwritten, ...reads]);
      this.hasFailed = true;
      this.writeIn(RETRY_MS);
      throw error;
    }
  }
}
