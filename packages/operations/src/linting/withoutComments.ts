import { scan } from "libpg-query";

/** The SQL without its comments. Those inside of a function's body stay, since PostgreSQL keeps them. SQL that has an error stays as it is. */
export async function withoutComments(sql: string): Promise<string> {
  if (!/--|\/\*/.test(sql)) return sql;
  const tokens = await scan(sql).then(
    (scanned) => scanned.tokens,
    () => [],
  );
  // PostgreSQL counts in bytes.
  const bytes = Buffer.from(sql);
  const parts: Buffer[] = [];
  let end = 0;
  for (const token of tokens)
    if (token.tokenName === "SQL_COMMENT" || token.tokenName === "C_COMMENT") {
      parts.push(bytes.subarray(end, token.start));
      end = token.end;
    }
  return Buffer.concat([...parts, bytes.subarray(end)]).toString();
}
