import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { unavailable } from "#engine/features";

const UNUSABLE =
  "The journal of erasures cannot be read and written, so nobody can be erased. The operator has to check PRIVACY_JOURNAL.";
const DAMAGED = "The journal of erasures has lines that cannot be read. The operator has to bring it back from its own backup.";

/** An erasure in the journal. */
export interface JournalEntry {
  readonly id: string;
  /** In hexadecimal. */
  readonly accountHash: string;
  readonly erasedAt: string;
  /** Tells the key of the account's hash from another, and nothing of the key. Absent in lines of the first versions. */
  readonly key?: string;
}

/**
 * Records erasures in a file outside of the database, one line of JSON each. A restored backup lacks later erasures; this file has them.
 */
export class Journal {
  constructor(private readonly path: string) {}

  /**
   * Adds entries, on the disk before it returns. Several processes may share the file. With none it finds out whether it could.
   * @throws ClientError UNAVAILABLE when it cannot.
   */
  add(entries: readonly JournalEntry[]): void {
    try {
      const file = openSync(this.path, "a+", 0o600);
      try {
        if (entries.length > 0) append(file, entries);
      } finally {
        closeSync(file);
      }
    } catch {
      throw unavailable("noRight", { message: UNUSABLE });
    }
  }

  /**
   * All entries, each once. An entry that a crash has cut off is left out: the database has it.
   * @throws ClientError UNAVAILABLE for any other line that is no entry, and when the file cannot be read.
   */
  entries(): ReadonlyMap<string, JournalEntry> {
    const entries = new Map<string, JournalEntry>();
    const unread: string[] = [];
    const lines = this.read().split("\n");
    const end = lines.pop() ?? "";
    for (const line of [...lines, ...(parse(end) ? [end] : [])]) {
      const entry = parse(line);
      if (entry) entries.set(entry.id, entry);
      else if (line !== "") unread.push(line);
    }
    const written = [...entries.values()].map((entry) => JSON.stringify(entry));
    if (!unread.every((line) => written.some((whole) => whole.startsWith(line))))
      throw unavailable("damaged", { message: DAMAGED });
    return entries;
  }

  private read(): string {
    try {
      return readFileSync(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw unavailable("noRight", { message: UNUSABLE });
    }
  }
}

function append(file: number, entries: readonly JournalEntry[]): void {
  // An end that a crash has cut off must not take the next line with it. An empty line is none.
  const start = endsALine(file) ? "" : "\n";
  writeSync(file, `${start}${entries.map((entry) => `${JSON.stringify(entry)}\n`).join("")}`);
  fsyncSync(file);
}

function endsALine(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last.toString() === "\n");
}

function parse(line: string): JournalEntry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<Record<keyof JournalEntry, unknown>> | null;
    const isEntry =
      /^[\da-f-]{36}$/.test(String(entry?.id)) &&
      /^[\da-f]{64}$/.test(String(entry?.accountHash)) &&
      !Number.isNaN(Date.parse(String(entry?.erasedAt)));
    return isEntry ? (entry as unknown as JournalEntry) : undefined;
  } catch {
    return undefined;
  }
}
