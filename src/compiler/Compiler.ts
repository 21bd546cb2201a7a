import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Given } from "./Given.js";
import type { Model } from "./Model.js";
import { planQuery } from "./planQuery.js";
import { type PrintedSql, printSql } from "./printSql.js";
import type { SelectedField } from "./readSelection.js";
import { shapeOf } from "./shapeOf.js";

/** A statement, ready to run: `name` is the same for the same text, so that PostgreSQL prepares it once a connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Prepared extends PrintedSql {
  readonly name: string;
}

/** The door of the compiler: root fields and what they were given in, one statement out. Plans are kept for the next request. */
export class Compiler {
  private readonly prepared: LRUCache<string, Prepared>;

  constructor(
    readonly model: Model,
    maxPlans = 1000,
  ) {
    this.prepared = new LRUCache({ max: maxPlans });
  }

  /**
   * @param key names the selection that the roots come from: the same key always means the same roots.
   * @param tokenHash the SHA-256 of the request's token, when it came with one.
   */
  compile(key: string, roots: readonly SelectedField[], slots: readonly Given[], tokenHash: Buffer | undefined): Statement {
    const shape = `${key}\n${shapeOf(slots, tokenHash !== undefined)}`;
    const prepared = this.prepared.get(shape) ?? this.prepare(shape, roots, slots, tokenHash !== undefined);
    const values = prepared.parameters.map(({ slot, path }) => (slot === "token" ? tokenHash : valueAt(slots[slot], path)));
    return { name: prepared.name, text: prepared.text, values };
  }

  private prepare(shape: string, roots: readonly SelectedField[], slots: readonly Given[], hasToken: boolean): Prepared {
    const printed = printSql(planQuery(this.model, roots, slots, hasToken));
    const prepared = { ...printed, name: createHash("sha256").update(printed.text).digest("base64url").slice(0, 32) };
    this.prepared.set(shape, prepared);
    return prepared;
  }
}

function valueAt(given: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], given);
}
