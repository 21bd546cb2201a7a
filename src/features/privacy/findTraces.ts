import type { EntityManager } from "typeorm";

/** The values by which an account's traces are found. */
export interface Traces {
  readonly id: string;
  readonly email: string;
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Every column of every table that may hold an id; for the deep search also every text, list and JSON. */
const COLUMNS = `SELECT table_name AS "table", column_name AS "column", udt_name AS type FROM information_schema.columns
  JOIN information_schema.tables USING (table_schema, table_name)
  WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1, 2`;
const TEXTUAL = /^(_?(text|varchar|bpchar|name|citext)|jsonb?|xml|_uuid)$/;

/**
 * Searches the whole database for traces of an account: its id in every uuid column, its email in the personal ones. A deep search also
 * searches every text, list and JSON for both.
 * @returns the columns that hold it, as table.column.
 */
export async function findTraces(
  manager: EntityManager,
  { id, email }: Traces,
  personal: readonly (readonly [table: string, column: string])[],
  isDeep: boolean,
): Promise<readonly string[]> {
  const columns = await manager.query<Column[]>(COLUMNS);
  const quoted = (name: string) => manager.connection.driver.escape(name);
  const isPersonal = new Set(personal.map(([table, column]) => `${table}.${column}`));
  const looks = columns.flatMap(({ table, column, type }) => {
    const conditions = [
      ...(type === "uuid" ? [`${quoted(column)} = $1::uuid`] : []),
      ...(type === "_uuid" ? [`$1::uuid = ANY (${quoted(column)})`] : []),
      ...(isPersonal.has(`${table}.${column}`) ? [`${quoted(column)} = $2::text`] : []),
      ...(isDeep && TEXTUAL.test(type)
        ? [
            `position($1::text in lower(${quoted(column)}::text)) > 0 OR position($2::text in lower(${quoted(column)}::text)) > 0`,
          ]
        : []),
    ];
    return conditions.length === 0
      ? []
      : [`SELECT '${table}.${column}' AS name WHERE EXISTS (SELECT FROM ${quoted(table)} WHERE ${conditions.join(" OR ")})`];
  });
  const found = await manager.query<{ name: string }[]>(
    `${looks.join("\nUNION ALL ")} UNION ALL SELECT NULL WHERE $1::text IS NULL AND $2::text IS NULL`,
    [id, email],
  );
  return found.map(({ name }) => name);
}
