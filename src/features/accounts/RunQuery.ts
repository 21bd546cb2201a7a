/** Runs one statement outside of a transaction. */
export type RunQuery = (statement: { text: string; values: unknown[] }) => Promise<{ rows: unknown[] }>;
