/** What the API says of an operation that asks for it: see Explanation in the server. */
export interface Explanation {
  readonly serverMs: number;
  readonly databaseMs: number;
  readonly statements: readonly ExplainedStatement[];
}

export interface ExplainedStatement {
  readonly sql: string;
  readonly ms: number;
  readonly plan?: PlanNode;
}

export interface PlanNode {
  readonly node: string;
  readonly on?: string;
  readonly index?: string;
  readonly rows: number;
  readonly loops: number;
  readonly ms: number;
  readonly buffers: number;
  readonly inner: readonly PlanNode[];
}

export interface Cost {
  readonly rows: number;
  readonly bytes: number;
  readonly limit: { readonly rows: number; readonly bytes: number };
}

/** What the panel shows of the last operation. */
export interface Report {
  readonly explanation?: Explanation;
  readonly cost?: Cost;
  /** From the click to the answer, in this browser. */
  readonly ms: number;
}
