import type { EntityManager } from "typeorm";
import { RECORD_TABLES } from "./appliedMigrations.js";
import { DETAILS, type DetailKind } from "./catalogueDetails.js";

export type Kind =
  | (
      | "table"
      | "column"
      | "constraint"
      | "index"
      | "trigger"
      | "function"
      | "aggregate"
      | "statistics"
      | "type"
      | "view"
      | "materialized view"
      | "sequence"
    )
  | DetailKind;

/** One thing that a schema holds, spelled as PostgreSQL spells it. */
export interface CatalogueEntry {
  readonly kind: Kind;
  /** The table that it belongs to; its own name where it belongs to none. */
  readonly table: string;
  readonly name: string;
  readonly definition: string;
  /** The statement that makes it, and the one that takes it away, where they cannot be told from the definition. */
  readonly make?: string;
  readonly remove?: string;
}

/** By kind, table and name. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

/** The tables that record migrations are not part of what migrations make. */
const RECORD = RECORD_TABLES.map((name) => `'${name}'`).join(", ");
const RELATIONS = `pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relname NOT IN (${RECORD})
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;
const OF_RELATION = (column: string) => `${column} IN (SELECT c.oid FROM ${RELATIONS})`;
const OF_EXTENSION = (column: string) => `EXISTS (SELECT FROM pg_depend d WHERE d.objid = ${column} AND d.deptype = 'e')`;

/**
 * The names are texts, since a function's name has its arguments and PostgreSQL cuts its own type of names at 63 bytes.
 * NOT NULL is read with its column, although PostgreSQL 18 lists it as a constraint too. The index of a constraint is read with
 * the constraint, and the sequence of a serial column with the column's default.
 */
const ENTRIES = `
  SELECT 'table' AS kind, c.relname::text AS "table", c.relname::text AS name, '' AS definition FROM ${RELATIONS} AND c.relkind IN ('r', 'p')
  UNION ALL SELECT CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END, c.relname, c.relname, pg_get_viewdef(c.oid) FROM ${RELATIONS} AND c.relkind IN ('v', 'm')
  UNION ALL SELECT 'sequence', c.relname, c.relname, '' FROM ${RELATIONS} AND c.relkind = 'S'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i'))
  UNION ALL SELECT 'column', a.attrelid::regclass::text, a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
      (SELECT 'COLLATE ' || quote_ident(collname) FROM pg_collation o JOIN pg_type t ON t.oid = a.atttypid
        WHERE o.oid = a.attcollation AND a.attcollation <> t.typcollation),
      CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(e.adbin, e.adrelid))
    FROM pg_attribute a LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${OF_RELATION("a.attrelid")}
      AND (SELECT relkind FROM pg_class WHERE oid = a.attrelid) IN ('r', 'p')
  UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) || CASE WHEN EXISTS (
      SELECT FROM pg_trigger WHERE tgconstraint = pg_constraint.oid AND tgrelid = conrelid AND tgenabled IN ('D', 'R')) THEN ' (disabled)' ELSE '' END FROM pg_constraint
    WHERE contype <> 'n' AND ${OF_RELATION("conrelid")}
  UNION ALL SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text,
      pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ' (not valid)' END
    FROM pg_index WHERE ${OF_RELATION("indrelid")} AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
  UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) || CASE tgenabled WHEN 'O' THEN '' WHEN 'A' THEN ' (always)' ELSE ' (disabled)' END FROM pg_trigger
    WHERE NOT tgisinternal AND ${OF_RELATION("tgrelid")}
  UNION ALL SELECT 'function', proname || '(' || pg_get_function_identity_arguments(oid) || ')', proname || '(' || pg_get_function_identity_arguments(oid) || ')', pg_get_functiondef(oid) FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND prokind IN ('f', 'p', 'w') AND NOT ${OF_EXTENSION("pg_proc.oid")}
  UNION ALL SELECT 'aggregate', proname || '(' || pg_get_function_identity_arguments(oid) || ')', proname || '(' || pg_get_function_identity_arguments(oid) || ')', '' FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND prokind = 'a' AND NOT ${OF_EXTENSION("pg_proc.oid")}
  UNION ALL SELECT 'statistics', stxrelid::regclass::text, stxname, pg_get_statisticsobjdef(oid) FROM pg_statistic_ext WHERE ${OF_RELATION("stxrelid")}
  UNION ALL SELECT 'type', typname, typname, coalesce((SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
      (SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = nullif(typrelid, 0) AND attnum > 0 AND NOT attisdropped), '')
    FROM pg_type t WHERE typnamespace = current_schema()::regnamespace AND (typtype IN ('e', 'd') OR typtype = 'c' AND (SELECT relkind FROM pg_class WHERE oid = typrelid) = 'c') AND NOT ${OF_EXTENSION("t.oid")}`;

/** Everything that the current schema holds, without the schema's name. */
export async function readCatalogue(session: Pick<EntityManager, "query">): Promise<Catalogue> {
  const [row] = await session.query<{ schema: string }[]>("SELECT quote_ident(current_schema()) AS schema");
  const entries = [...(await session.query<CatalogueEntry[]>(ENTRIES)), ...(await session.query<CatalogueEntry[]>(DETAILS))];
  const withoutSchema = (text: string) => text.replaceAll(`${row?.schema}.`, "");
  return new Map(
    entries.map((one) => {
      const [table, name, definition] = [one.table, one.name, one.definition].map(withoutSchema) as [string, string, string];
      const { kind, make, remove } = one;
      return [
        `${kind} ${table} ${name}`,
        { kind, table, name, definition, ...(make && { make: withoutSchema(make) }), ...(remove && { remove }) },
      ];
    }),
  );
}
