import { LRUCache } from "lru-cache";
import type pg from "pg";

/** How many statements a connection keeps prepared, and how many characters their texts have together. */
export const MOST_PREPARED = 200;
export const MOST_CHARACTERS = 400_000;
/** A longer one is planned each time: PostgreSQL keeps about a hundred bytes for each character. */
const LONGEST = 32_000;

/** What is necessary before a statement can run by its name. */
interface Prepared {
  /** Whether it is kept under its name. */
  readonly isKept: boolean;
  /** The names of statements that make room for it: PostgreSQL would keep each until the connection ends. */
  readonly leaving: readonly string[];
}

const ofClients = new WeakMap<pg.Client, PreparedStatements>();

/** The statements that a connection has prepared: the last ones that ran, within bounds of number and length. */
export class PreparedStatements {
  private leaving: string[] = [];
  private readonly kept = new LRUCache<string, number>({
    max: MOST_PREPARED,
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (characters) => characters + 1,
    dispose: (_characters, name, reason) => {
      if (reason === "evict") this.leaving.push(name);
    },
  });

  static of(client: pg.Client): PreparedStatements {
    const known = ofClients.get(client);
    const statements = known ?? new PreparedStatements();
    if (!known) ofClients.set(client, statements);
    return statements;
  }

  /** Takes a statement that runs now. */
  take(name: string, text: string): Prepared {
    if (text.length > LONGEST) return { isKept: false, leaving: [] };
    this.leaving = [];
    if (this.kept.get(name) === undefined) this.kept.set(name, text.length);
    return { isKept: true, leaving: this.leaving };
  }
}
