import { RECORD_TABLES } from "./appliedMigrations.js";

/** Settings of a table or function beside its own definition. */
export const DETAIL_KINDS = [
  "storage",
  "option",
  "publication",
  "row security",
  "policy",
  "rule",
  "owner",
  "grant",
  "comment",
  "extension",
] as const;
export type DetailKind = (typeof DETAIL_KINDS)[number];

const RECORD = RECORD_TABLES.map((name) => `'${name}'`).join(", ");
const IS_OURS = `c.relnamespace = current_schema()::regnamespace AND c.relname NOT IN (${RECORD})
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;
const IS_EXTENSIONS =
  "EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')";
/** The role that migrated; before the first migration the connected one. */
const OWNER = `coalesce((SELECT relowner FROM pg_class WHERE relname = 'migrations' AND relnamespace = current_schema()::regnamespace),
  (SELECT oid FROM pg_roles WHERE rolname = current_user))`;
const ON_TABLE =
  "CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END";

/** Relations, columns and functions with their rights: the real ones, and the default ones. */
const HELD = `
  SELECT c.relname::text AS "table", quote_ident(c.relname) AS object, CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS word, NULL AS cols,
      c.relowner AS owner, coalesce(c.relacl, d.acl) AS held, d.acl AS usual
    FROM pg_class c, LATERAL (SELECT acldefault(CASE WHEN c.relkind = 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS acl) AS d
    WHERE ${IS_OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL SELECT c.relname, quote_ident(c.relname), 'TABLE', quote_ident(t.attname), c.relowner, t.attacl, acldefault('c', c.relowner)
    FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid WHERE ${IS_OURS} AND c.relkind IN ('r', 'p') AND t.attacl IS NOT NULL
  UNION ALL SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'FUNCTION', NULL, p.proowner,
      coalesce(p.proacl, acldefault('f', p.proowner)), acldefault('f', p.proowner)
    FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace AND NOT ${IS_EXTENSIONS}`;

/** Rights by ALTER DEFAULT PRIVILEGES are meant for every table, so they are no difference. */
const PRIVILEGES = `
  SELECT "table", object || coalesce('(' || cols || ')', '') || CASE WHEN g.is_more THEN ' to ' ELSE ' from ' END || role AS name, is_more,
      string_agg(privilege_type, ', ' ORDER BY privilege_type) AS privileges,
      format('%s ON %s %s', string_agg(privilege_type || coalesce(' (' || cols || ')', ''), ', ' ORDER BY privilege_type), word, object) AS spelled, role
    FROM (${HELD}) AS one, LATERAL (
      SELECT true AS is_more, grantee, privilege_type FROM (SELECT grantee, privilege_type FROM aclexplode(held) EXCEPT SELECT grantee, privilege_type FROM aclexplode(usual)
        EXCEPT SELECT b.grantee, b.privilege_type FROM pg_default_acl f, aclexplode(f.defaclacl) b
          WHERE f.defaclrole = owner AND f.defaclnamespace IN (0, current_schema()::regnamespace) AND b.grantee <> owner) AS more
      UNION ALL SELECT false, grantee, privilege_type FROM (SELECT grantee, privilege_type FROM aclexplode(usual) EXCEPT SELECT grantee, privilege_type FROM aclexplode(held)) AS less
    ) AS g, LATERAL (SELECT CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS role) AS r
    GROUP BY "table", object, cols, word, is_more, role`;

const COMMENTED = `
  SELECT c.relname::text AS "table", c.relname::text AS name, ${ON_TABLE} || ' ' || quote_ident(c.relname) AS thing, s.description
    FROM pg_class c JOIN pg_description s ON s.objoid = c.oid AND s.classoid = 'pg_class'::regclass AND s.objsubid = 0
    WHERE ${IS_OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL SELECT c.relname, a.attname, 'COLUMN ' || quote_ident(c.relname) || '.' || quote_ident(a.attname), s.description
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      JOIN pg_description s ON s.objoid = c.oid AND s.classoid = 'pg_class'::regclass AND s.objsubid = a.attnum WHERE ${IS_OURS} AND a.attnum > 0
  UNION ALL SELECT c.relname, i.relname, 'INDEX ' || quote_ident(i.relname), s.description
    FROM pg_class c JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid
      JOIN pg_description s ON s.objoid = i.oid AND s.classoid = 'pg_class'::regclass WHERE ${IS_OURS}
  UNION ALL SELECT c.relname, o.conname, 'CONSTRAINT ' || quote_ident(o.conname) || ' ON ' || quote_ident(c.relname), s.description
    FROM pg_class c JOIN pg_constraint o ON o.conrelid = c.oid
      JOIN pg_description s ON s.objoid = o.oid AND s.classoid = 'pg_constraint'::regclass WHERE ${IS_OURS}
  UNION ALL SELECT c.relname, g.tgname, 'TRIGGER ' || quote_ident(g.tgname) || ' ON ' || quote_ident(c.relname), s.description
    FROM pg_class c JOIN pg_trigger g ON g.tgrelid = c.oid
      JOIN pg_description s ON s.objoid = g.oid AND s.classoid = 'pg_trigger'::regclass WHERE ${IS_OURS}
  UNION ALL SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'FUNCTION ' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', s.description
    FROM pg_proc p JOIN pg_description s ON s.objoid = p.oid AND s.classoid = 'pg_proc'::regclass
    WHERE p.pronamespace = current_schema()::regnamespace AND NOT ${IS_EXTENSIONS}`;

/**
 * The settings of the tables and functions of the current schema: each with the statement that sets it, and the one that reverts it. A
 * setting that PostgreSQL has by default is not listed.
 */
export const DETAILS = `
  SELECT 'storage' AS kind, c.relname::text AS "table", c.relname::text AS name, 'UNLOGGED' AS definition,
      format('ALTER TABLE %I SET UNLOGGED', c.relname) AS make, format('ALTER TABLE %I SET LOGGED', c.relname) AS remove
    FROM pg_class c WHERE ${IS_OURS} AND c.relkind IN ('r', 'p') AND c.relpersistence = 'u'
  UNION ALL SELECT 'option', c.relname, one.option_name, one.option_value, format('ALTER TABLE %I SET (%s = %s)', c.relname, one.option_name, one.option_value),
      format('ALTER TABLE %I RESET (%s)', c.relname, one.option_name)
    FROM pg_class c, pg_options_to_table(c.reloptions) AS one WHERE ${IS_OURS} AND c.relkind IN ('r', 'p')
  UNION ALL SELECT 'option', c.relname, 'replica identity', CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE 'an index' END,
      NULL, format('ALTER TABLE %I REPLICA IDENTITY DEFAULT', c.relname)
    FROM pg_class c WHERE ${IS_OURS} AND c.relkind IN ('r', 'p') AND c.relreplident <> 'd'
  UNION ALL SELECT 'publication', c.relname, p.pubname, 'sends its rows to other servers', NULL, format('ALTER PUBLICATION %I DROP TABLE %I', p.pubname, c.relname)
    FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_publication p ON p.oid = r.prpubid WHERE ${IS_OURS}
  UNION ALL SELECT 'publication', c.relname, p.pubname, 'sends the rows of all tables to other servers', NULL, format('DROP PUBLICATION %I', p.pubname)
    FROM pg_class c CROSS JOIN pg_publication p WHERE p.puballtables AND ${IS_OURS} AND c.relkind IN ('r', 'p')
  UNION ALL SELECT 'publication', c.relname, p.pubname, 'sends the rows of the schema to other servers', NULL,
      format('ALTER PUBLICATION %I DROP TABLES IN SCHEMA %I', p.pubname, current_schema())
    FROM pg_class c CROSS JOIN pg_publication p JOIN pg_publication_namespace n ON n.pnpubid = p.oid AND n.pnnspid = current_schema()::regnamespace
    WHERE ${IS_OURS} AND c.relkind IN ('r', 'p')
  UNION ALL SELECT 'row security', c.relname, c.relname, CASE WHEN c.relforcerowsecurity THEN 'FORCED' ELSE 'ENABLED' END,
      format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, %s ROW LEVEL SECURITY', c.relname, CASE WHEN c.relforcerowsecurity THEN 'FORCE' ELSE 'NO FORCE' END),
      format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY', c.relname)
    FROM pg_class c WHERE ${IS_OURS} AND (c.relrowsecurity OR c.relforcerowsecurity)
  UNION ALL SELECT 'policy', c.relname, polname, body, format('CREATE POLICY %I ON %I %s', polname, c.relname, body), format('DROP POLICY %I ON %I', polname, c.relname)
    FROM pg_policy JOIN pg_class c ON c.oid = polrelid, LATERAL (SELECT concat_ws(' ', CASE WHEN polpermissive THEN 'AS PERMISSIVE' ELSE 'AS RESTRICTIVE' END,
      'FOR ' || CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
      'TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ' ORDER BY role) FROM unnest(polroles) AS role),
      'USING (' || pg_get_expr(polqual, polrelid) || ')', 'WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')') AS body) AS made WHERE ${IS_OURS}
  UNION ALL SELECT 'rule', c.relname, rulename, pg_get_ruledef(r.oid), pg_get_ruledef(r.oid), format('DROP RULE %I ON %I', rulename, c.relname)
    FROM pg_rewrite r JOIN pg_class c ON c.oid = ev_class WHERE ${IS_OURS} AND rulename <> '_RETURN'
  UNION ALL SELECT 'owner', c.relname, c.relname, pg_get_userbyid(c.relowner) || ', and not who owns the rest', NULL,
      format('ALTER %s %I OWNER TO %I', ${ON_TABLE}, c.relname, pg_get_userbyid(${OWNER}))
    FROM pg_class c WHERE ${IS_OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relowner <> ${OWNER}
  UNION ALL SELECT 'owner', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', pg_get_userbyid(p.proowner) || ', and not who owns the rest', NULL,
      format('ALTER FUNCTION %I(%s) OWNER TO %I', p.proname, pg_get_function_identity_arguments(p.oid), pg_get_userbyid(${OWNER}))
    FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace AND NOT ${IS_EXTENSIONS} AND p.proowner <> ${OWNER}
  UNION ALL SELECT 'grant', "table", name, CASE WHEN is_more THEN 'granted ' ELSE 'revoked ' END || privileges,
      CASE WHEN is_more THEN 'GRANT ' || spelled || ' TO ' || role ELSE 'REVOKE ' || spelled || ' FROM ' || role END,
      CASE WHEN is_more THEN 'REVOKE ' || spelled || ' FROM ' || role ELSE 'GRANT ' || spelled || ' TO ' || role END
    FROM (${PRIVILEGES}) AS privileges
  UNION ALL SELECT 'comment', "table", name, description, format('COMMENT ON %s IS %L', thing, description), format('COMMENT ON %s IS NULL', thing)
    FROM (${COMMENTED}) AS commented
  UNION ALL SELECT 'extension', extname, extname, '', format('CREATE EXTENSION %I', extname), NULL
    FROM pg_extension WHERE extnamespace = current_schema()::regnamespace`;
