import type pg from "pg";

/** Our existing tables, and the rights on them that the role lacks. Sequences are used by the record of migrations alone. */
const MISSING = `SELECT format('%s on %I', string_agg(privilege, ', ' ORDER BY privilege), c.relname) AS lacking
  FROM pg_class c CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY ($1)
    AND NOT has_table_privilege(c.oid, privilege) GROUP BY c.relname ORDER BY c.relname`;
/** The record of migrations is only read. */
const MIGRATIONS = `SELECT 'SELECT on migrations' AS lacking WHERE to_regclass('migrations') IS NOT NULL AND NOT has_table_privilege('migrations', 'SELECT')`;
/** Where nothing is visible, current_schema() is null. */
const SCHEMA = `SELECT format('USAGE on the schema %s', nspname) AS lacking FROM pg_namespace
  WHERE current_schema() IS NULL AND nspname = 'public'`;
const OWNED = `SELECT format('the ownership of %I', c.relname) AS lacking FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY ($1) AND NOT pg_has_role(c.relowner, 'USAGE')
  UNION ALL SELECT format('CREATE on the schema %I', current_schema()) WHERE NOT has_schema_privilege(current_schema(), 'CREATE')`;

/** The rights that a serving role lacks, and that a migrating role lacks, in words. Both lists are empty when it has all. */
export async function missingRights(
  client: pg.ClientBase,
  tables: readonly string[],
): Promise<{ readonly serving: readonly string[]; readonly migrating: readonly string[] }> {
  const lacking = async (sql: string, values?: unknown[]) =>
    (await client.query<{ lacking: string }>(sql, values)).rows.map((row) => row.lacking);
  const schema = await lacking(SCHEMA);
  if (schema.length > 0) return { serving: schema, migrating: schema };
  return {
    serving: [...(await lacking(MISSING, [tables])), ...(await lacking(MIGRATIONS))],
    migrating: await lacking(OWNED, [tables]),
  };
}
