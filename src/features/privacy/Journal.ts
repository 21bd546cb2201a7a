import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync } from "node:fs";

/** An erasure as the journal remembers it. */
export interface JournalEntry {
  readonly id: string;
  /** In hexadecimal. */
  readonly accountHash: string;
  readonly erasedAt: string;
}

/**
 * Remembers erasures in a file outside of the database, one line of JSON each. A restored backup knows nothing of what was erased after
 * it was made; this file does.
 */
export class Journal {
  constructor(private readonly path: string) {}

  /** Adds entries, on the disk before it returns. Several processes may share the file. */
  add(entries: readonly JournalEntry[]): void {
    if (entries.length === 0) return;
    const file = openSync(this.path, "a", 0o600);
    try {
      appendFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  /** All entries, each once. An end that was cut off by a crash is left out: the database has that one. */
  entries(): ReadonlyMap<string, JournalEntry> {
    const entries = new Map<string, JournalEntry>();
    for (const line of this.read().split("\n")) {
      const entry = parse(line);
      if (entry) entries.set(entry.id, entry);
    }
    return entries;
  }

  private read(): string {
    try {
      return readFileSync(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    }
  }
}

function parse(line: string): JournalEntry | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
