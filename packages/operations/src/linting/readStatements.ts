import { type Node, parse, type RawStmt, scan } from "libpg-query";

/** One statement of a text, with the comments before it and in it. */
export interface ReadStatement {
  readonly sql: string;
  /** Undefined for a text that the parser cannot read. */
  readonly node: Node | undefined;
  readonly comments: readonly string[];
  /** Identifiers as they were written, before PostgreSQL cuts them. */
  readonly identifiers: readonly string[];
  /** Whether the text has more statements, so that PostgreSQL runs all of them in one transaction. */
  readonly hasCompany: boolean;
}

/** The statements of a text that is sent to PostgreSQL at once. */
export async function readStatements(sql: string): Promise<ReadStatement[]> {
  const tokens = await scan(sql).then(
    (scanned) => scanned.tokens,
    () => [],
  );
  const parts: RawStmt[] = await parse(sql).then(
    ({ stmts = [] }) => stmts,
    () => [{}],
  );
  return parts.map(({ stmt }, position) => {
    // A comment counts for the statement that it stands in or before; at the end, for the last one.
    const isLast = position === parts.length - 1;
    const [start, end] = [endOf(parts[position - 1]), isLast ? Number.POSITIVE_INFINITY : endOf(parts[position])];
    const own = tokens.filter((token) => (token.start ?? 0) >= start && (token.start ?? 0) < end);
    const textsOf = (...names: readonly string[]) =>
      own.filter(({ tokenName }) => names.includes(tokenName)).map(({ text }) => text);
    return {
      // PostgreSQL counts in bytes.
      sql: Buffer.from(sql).subarray(start, end).toString().replace(/^;/, "").trim(),
      node: stmt,
      comments: textsOf("SQL_COMMENT", "C_COMMENT"),
      identifiers: textsOf("IDENT").map((name) => name.replace(/^"(.*)"$/s, "$1")),
      hasCompany: parts.length > 1,
    };
  });
}

const endOf = (part: RawStmt | undefined): number => (part?.stmt_location ?? 0) + (part?.stmt_len ?? 0);
