import type { DataSource } from "typeorm";

type Rows = Record<string, Record<string, unknown>[]>;

/**
 * All rows of an account, found by going over information_schema: the table of accounts, and each table whose rows PostgreSQL deletes with
 * one. It knows nothing of the service's entities.
 */
export async function accountRows(database: DataSource, accountId: string): Promise<Rows> {
  const owners = await database.query<{ table: string; column: string }[]>(
    `SELECT 'users' AS "table", 'id' AS "column" UNION ALL
      SELECT own.table_name, own.column_name
      FROM information_schema.referential_constraints AS keys
      JOIN information_schema.key_column_usage AS own USING (constraint_schema, constraint_name)
      JOIN information_schema.constraint_column_usage AS other USING (constraint_schema, constraint_name)
      WHERE other.table_name = 'users' AND keys.delete_rule = 'CASCADE'`,
  );
  const rows: Rows = {};
  for (const { table, column } of owners) {
    const found = await database.query(`SELECT row_to_json(t) AS row FROM ${table} t WHERE ${column} = $1`, [accountId]);
    rows[table] = found.map(({ row }: { row: Record<string, unknown> }) => row);
  }
  return rows;
}

/** The columns of each table, by information_schema. */
export async function columnsOf(database: DataSource): Promise<readonly string[]> {
  const columns = await database.query<{ name: string }[]>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = current_schema()`,
  );
  return columns.map(({ name }) => name);
}
