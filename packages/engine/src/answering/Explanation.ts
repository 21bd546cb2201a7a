import type { Statement } from "../compiler/Compiler.js";
import type { Deadline } from "../gate/Deadline.js";
import { type PlanNode, planNodeOf } from "./planNodeOf.js";

/** Runs a statement that explains another, and returns its one row. */
export type RunExplain = (statement: Pick<Statement, "text" | "values">, deadline: Deadline) => Promise<readonly unknown[]>;

/** One statement of an operation, without its values. */
export interface ExplainedStatement {
  readonly sql: string;
  readonly ms: number;
  /** Absent where PostgreSQL would not tell. */
  readonly plan?: PlanNode;
}

/** How an operation was carried out, in milliseconds: what `extensions.explain` holds. */
export interface ExplanationAnswer {
  readonly serverMs: number;
  readonly databaseMs: number;
  readonly statements: readonly ExplainedStatement[];
}

/** Collects what an operation reads, for a developer who asks how it was carried out. */
export class Explanation {
  private readonly started = performance.now();
  private readonly reads: { readonly statement: Statement; readonly ms: number }[] = [];

  note(statement: Statement, ms: number): void {
    this.reads.push({ statement, ms });
  }

  /** Asks PostgreSQL for the plans: each statement runs once more, with the same values, so as the same viewer. */
  async tell(run: RunExplain, deadline: Deadline): Promise<ExplanationAnswer> {
    const allMs = performance.now() - this.started;
    const databaseMs = this.reads.reduce((sum, { ms }) => sum + ms, 0);
    const statements: ExplainedStatement[] = [];
    for (const { statement, ms } of this.reads) {
      const plan = await planOf(statement, run, deadline).catch(() => undefined);
      statements.push({ sql: statement.text, ms, ...(plan && { plan }) });
    }
    return { serverMs: allMs - databaseMs, databaseMs, statements };
  }
}

/** Only statements of the compiler are explained, which read: EXPLAIN ANALYZE runs a statement. */
async function planOf({ text, values }: Statement, run: RunExplain, deadline: Deadline): Promise<PlanNode | undefined> {
  const [answer] = await run({ text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values }, deadline);
  return planNodeOf(answer);
}
