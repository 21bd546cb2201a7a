import type { Compiler, Statement } from "../../compiler/Compiler.js";
import type { Given } from "../../compiler/Given.js";
import type { SelectedField } from "../../compiler/readSelection.js";
import { adminsOnly, tokenMissing, tokenRefused } from "../../errors.js";
import type { NamedSelection } from "../documents/KnownOperation.js";
import type { RootOutcome } from "./assemble.js";

/** Runs a statement that reads, and hands back its one row. */
export type RunStatement = (statement: Statement) => Promise<readonly unknown[]>;

type Named = Pick<NamedSelection, "key" | "operationName">;

/** Hears of every statement how long it took. */
export type ReportStatement = (operationName: string | undefined, ms: number) => void;

/** Notes that the session of a token is in use. */
export type NoteUse = (tokenHash: Buffer) => Promise<void>;

/** Answers root fields from the database, all of them by one statement. */
export class Reader {
  constructor(
    private readonly compiler: () => Compiler,
    private readonly run: RunStatement,
    private readonly report: ReportStatement,
    private readonly noteUse: NoteUse,
  ) {}

  /**
   * @param named what the selection is known by; the same key always means the same fields under the roots.
   * @throws ClientError UNAUTHENTICATED when the token is not good: then nothing is answered, not even what is public.
   */
  async read(
    { key, operationName }: Named,
    roots: readonly SelectedField[],
    slots: readonly Given[],
    tokenHash: Buffer | undefined,
  ): Promise<Map<SelectedField, RootOutcome>> {
    const outcomes = new Map<SelectedField, RootOutcome>();
    const readable = roots.filter((root) => {
      const isMissing = tokenHash === undefined && needOf(slots, root) !== undefined;
      if (isMissing) outcomes.set(root, { error: tokenMissing() });
      return !isMissing;
    });
    if (readable.length === 0 && tokenHash === undefined) return outcomes;
    const rootsKey = `${key} ${readable.map((root) => root.path.join(".")).join(" ")}`;
    const statement = this.compiler().compile(rootsKey, readable, slots, tokenHash);
    const started = performance.now();
    const row = await this.run(statement);
    this.report(operationName, performance.now() - started);
    const [isSignedIn, seesAll, isStale] = row.slice(readable.length);
    if (tokenHash !== undefined && isSignedIn !== true) throw tokenRefused();
    if (tokenHash !== undefined && isStale === true) await this.noteUse(tokenHash);
    for (const [index, root] of readable.entries()) {
      const isRefused = needOf(slots, root) === "seesAll" && seesAll !== true;
      outcomes.set(root, isRefused ? { error: adminsOnly() } : { json: String(row[index] ?? "null") });
    }
    return outcomes;
  }
}

function needOf(slots: readonly Given[], root: SelectedField) {
  const read = slots[root.slot ?? -1]?.read;
  return read?.kind === "page" ? read.needs : undefined;
}
