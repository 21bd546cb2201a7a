/** A node of PostgreSQL's plan. Its conditions are left out, because they hold the values that a client sent. */
export interface PlanNode {
  readonly node: string;
  /** The table that it reads. */
  readonly on?: string;
  readonly index?: string;
  /** In each loop. */
  readonly rows: number;
  readonly loops: number;
  /** In all loops, its inner nodes included. */
  readonly ms: number;
  /** Pages that it found in memory or read, its inner nodes included. */
  readonly buffers: number;
  readonly inner: readonly PlanNode[];
}

/** A node of EXPLAIN's JSON, as far as it is shown. */
interface Explained {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows"?: number;
  readonly "Actual Loops"?: number;
  readonly "Actual Total Time"?: number;
  readonly "Shared Hit Blocks"?: number;
  readonly "Shared Read Blocks"?: number;
  readonly Plans?: readonly Explained[];
}

/** @param answer of EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON): a list with one plan. */
export function planNodeOf(answer: unknown): PlanNode | undefined {
  const [first] = (typeof answer === "string" ? JSON.parse(answer) : answer) as { readonly Plan?: Explained }[];
  return first?.Plan && nodeOf(first.Plan);
}

function nodeOf(plan: Explained): PlanNode {
  const loops = plan["Actual Loops"] ?? 0;
  return {
    node: plan["Node Type"],
    on: plan["Relation Name"],
    index: plan["Index Name"],
    rows: plan["Actual Rows"] ?? 0,
    loops,
    ms: (plan["Actual Total Time"] ?? 0) * loops,
    buffers: (plan["Shared Hit Blocks"] ?? 0) + (plan["Shared Read Blocks"] ?? 0),
    inner: (plan.Plans ?? []).map(nodeOf),
  };
}
