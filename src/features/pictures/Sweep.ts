import type { Transact } from "#engine/features";
import type { FileRemoval } from "./FileRemoval.js";
import type { PictureStore } from "./PictureStore.js";

const BATCH = 500;
/** Younger files may belong to an upload whose row does not say so yet. */
const YOUNG_MS = 60 * 60 * 1000;

/** What a sweep has found. */
export interface Swept {
  /** Keys with files that no row names: they were removed, unless it was a dry run. */
  readonly strays: number;
  /** Keys of pictures that were uploaded, and whose files are gone. */
  readonly missing: number;
  /** Keys whose rows are gone, and whose files were due to be removed. */
  readonly due: number;
}

interface Named {
  readonly id?: string;
  readonly storage_key: string;
}

const KNOWN = `SELECT storage_key FROM pictures WHERE storage_key = ANY ($1)
  UNION SELECT storage_key FROM removed_files WHERE storage_key = ANY ($1)`;
const UPLOADED = `SELECT id, storage_key FROM pictures
  WHERE id > $1 AND uploaded_at < now() - interval '1 hour' ORDER BY id LIMIT ${BATCH}`;
const FIRST = "00000000-0000-0000-0000-000000000000";

/** Compares the store with the table, as after a backup was restored: of either, which may then be older than the other. */
export class Sweep {
  constructor(
    private readonly transact: Transact,
    private readonly store: PictureStore,
    private readonly removal: Pick<FileRemoval, "removeDue">,
  ) {}

  async run(isDry: boolean): Promise<Swept> {
    const due = isDry ? await this.countDue() : await this.removal.removeDue();
    const there = new Set<string>();
    const old: string[] = [];
    for await (const { key, writtenAt } of this.store.keys()) {
      there.add(key);
      if (Date.now() - writtenAt.getTime() > YOUNG_MS) old.push(key);
    }
    let strays = 0;
    for (let from = 0; from < old.length; from += BATCH) {
      const some = old.slice(from, from + BATCH);
      const known = new Set((await this.rowsOf(KNOWN, some)).map(({ storage_key: key }) => key));
      const unknown = some.filter((key) => !known.has(key));
      if (!isDry) for (const key of unknown) await this.store.remove(key);
      strays += unknown.length;
    }
    return { strays, missing: await this.countMissing(there), due };
  }

  private async countMissing(there: ReadonlySet<string>): Promise<number> {
    let missing = 0;
    for (let last: string | undefined = FIRST; last !== undefined; ) {
      const rows: readonly Named[] = await this.rowsOf(UPLOADED, last);
      missing += rows.filter(({ storage_key: key }) => !there.has(key)).length;
      last = rows.at(-1)?.id;
    }
    return missing;
  }

  private async countDue(): Promise<number> {
    const [count] = await this.transact((manager) =>
      manager.query<{ rows: number }[]>("SELECT count(*)::int AS rows FROM removed_files WHERE due_at <= now()"),
    );
    return count?.rows ?? 0;
  }

  private rowsOf(statement: string, value: unknown): Promise<readonly Named[]> {
    return this.transact((manager) => manager.query<Named[]>(statement, [value]));
  }
}
