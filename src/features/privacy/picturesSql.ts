import type { AccountTable } from "../../entities/accountTables.js";

/**
 * The SQL of the pictures elsewhere that the rows of account $1 name, each once, in order: rows of `url`. The service removes its own
 * pictures by itself.
 */
export function picturesSql(tables: readonly AccountTable[]): string {
  const urls = tables.flatMap(({ table, owner, pictures }) =>
    pictures.map(({ column, isList, isUnlessKept }) => {
      const url = isList ? `unnest(${column})` : column;
      return `SELECT ${url} AS url FROM ${table} WHERE ${owner} = $1${isUnlessKept ? " AND picture_id IS NULL" : ""}`;
    }),
  );
  return `SELECT DISTINCT url FROM (${urls.join(" UNION ALL ")}) AS urls WHERE url IS NOT NULL ORDER BY url`;
}
