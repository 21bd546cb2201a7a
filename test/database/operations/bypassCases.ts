import { type LintCase, lintCase } from "./lintCase.js";

const { alone } = lintCase;
const one = lintCase;
/** What has no safe form but to leave it out, or to do it elsewhere. */
const NONE: readonly string[] = [];
const several = (rule: string, what: string, ...dangerous: readonly string[]): LintCase => ({
  rule,
  what,
  dangerous,
  safe: [],
});

/** Dangerous statements that look like harmless ones: what was found by trying to get past the rules. */
export const bypassCases: readonly LintCase[] = [
  several(
    "drop-object",
    "a trigger that has the name of an own one of another table",
    "CREATE TRIGGER kept BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()",
    "DROP TRIGGER kept ON stories",
  ),
  several(
    "drop-object",
    "a function that has the name of an own one with other arguments",
    "CREATE FUNCTION touch(a int) RETURNS int LANGUAGE sql RETURN 1",
    "DROP FUNCTION touch()",
  ),
  several(
    "drop-object",
    "a function that was there and is replaced first",
    "CREATE OR REPLACE FUNCTION touch() RETURNS int LANGUAGE sql RETURN 1",
    "DROP FUNCTION touch()",
  ),
  one("drop-object", "DROP EVENT TRIGGER", "DROP EVENT TRIGGER audit", NONE),
  one("drop-object", "DROP OPERATOR", "DROP OPERATOR + (int, int)", NONE),
  one("drop-object", "DROP CAST", "DROP CAST (int AS text)", NONE),
  one("drop-object", "DROP PUBLICATION", "DROP PUBLICATION everything", NONE),
  several(
    "drop-key",
    "a key that has the name of an own constraint of another table",
    "CREATE TABLE own (id uuid, CONSTRAINT users_pkey CHECK (true))",
    "ALTER TABLE users DROP CONSTRAINT users_pkey",
  ),
  one("drop-key", "a foreign key, and its ON DELETE", "ALTER TABLE notes DROP CONSTRAINT notes_id_fkey", NONE),
  one(
    "drop-default",
    "SET DEFAULT NULL",
    "ALTER TABLE stories ALTER COLUMN id SET DEFAULT NULL",
    "ALTER TABLE stories ALTER COLUMN id SET DEFAULT gen_random_uuid()",
  ),
  one("drop-default", "DROP EXPRESSION", "ALTER TABLE stories ALTER COLUMN title DROP EXPRESSION", NONE),
  several(
    "drop-table",
    "the table of a schema that is searched first",
    "CREATE TABLE app.stories (id uuid)",
    "DROP TABLE stories",
  ),
  one(
    "required-column",
    "DEFAULT NULL NOT NULL",
    "ALTER TABLE stories ADD COLUMN n int DEFAULT NULL NOT NULL",
    "ALTER TABLE stories ADD COLUMN n int DEFAULT 0 NOT NULL",
  ),
  one(
    "set-not-null",
    "ADD CONSTRAINT … NOT NULL of PostgreSQL 18",
    "ALTER TABLE stories ADD CONSTRAINT titled NOT NULL title",
    "ALTER TABLE stories ADD CONSTRAINT titled NOT NULL title NOT VALID",
  ),
  one(
    "volatile-default",
    "a function of somebody's that is named as a steady one",
    "ALTER TABLE stories ADD COLUMN at timestamptz DEFAULT app.now()",
    "ALTER TABLE stories ADD COLUMN at timestamptz DEFAULT pg_catalog.now()",
  ),
  one(
    "volatile-default",
    "an operator of somebody's own",
    "ALTER TABLE stories ADD COLUMN n bigint DEFAULT 1 OPERATOR(app.+) 2",
    "ALTER TABLE stories ADD COLUMN n bigint DEFAULT 1 + 2",
  ),
  one(
    "volatile-default",
    "a steady function of a random value",
    "ALTER TABLE stories ADD COLUMN k text DEFAULT lower(random()::text)",
  ),
  one("change-type", "an array into a text", "ALTER TABLE stories ALTER COLUMN tags TYPE text", [
    "ALTER TABLE stories ALTER COLUMN tags TYPE varchar(30)[]",
  ]),
  one("change-type", "another collation", 'ALTER TABLE stories ALTER COLUMN title TYPE text COLLATE "C"'),
  one("change-type", "a type of somebody's that is named text", "ALTER TABLE stories ALTER COLUMN title TYPE app.text"),
  one("sequence-values", "ALTER SEQUENCE … RESTART", "ALTER SEQUENCE numbers RESTART", "CREATE SEQUENCE own"),
  one("sequence-values", "setval", "SELECT setval('numbers', 1)", "SELECT nextval('numbers')"),
  alone(
    one("reindex-concurrently", "CONCURRENTLY false", "REINDEX (CONCURRENTLY false) TABLE stories", [
      "REINDEX (CONCURRENTLY) TABLE stories",
    ]),
  ),
  alone(
    one("needs-no-transaction", "VACUUM among other statements", "VACUUM stories; SELECT 1", "VACUUM (FULL false) stories"),
  ),
  one("attach-partition", "CREATE TABLE … PARTITION OF", "CREATE TABLE own PARTITION OF stories DEFAULT", [
    "CREATE TABLE own (id uuid) PARTITION BY LIST (id)",
    "CREATE TABLE part PARTITION OF own DEFAULT",
  ]),
  one("attach-partition", "INHERITS", "CREATE TABLE own (n int) INHERITS (stories)", "CREATE TABLE own (LIKE stories)"),
  one(
    "rows",
    "ON CONFLICT DO UPDATE",
    "INSERT INTO notes (id) VALUES (gen_random_uuid()) ON CONFLICT (id) DO UPDATE SET id = excluded.id",
    "INSERT INTO notes (id) VALUES (gen_random_uuid()) ON CONFLICT (id) DO NOTHING",
  ),
  one(
    "rows",
    "a table that has the name of a WITH elsewhere",
    "SELECT (WITH stories AS (SELECT 1 AS n) SELECT n FROM stories), (SELECT count(*) FROM stories)",
    "WITH stories AS (SELECT 1 AS n) SELECT n FROM stories",
  ),
  one("rows", "a table with its schema, named as a WITH", "WITH stories AS (SELECT 1) SELECT id FROM public.stories"),
  one("row-security", "DISABLE ROW LEVEL SECURITY", "ALTER TABLE stories DISABLE ROW LEVEL SECURITY", NONE),
  one("session-setting", "set_config", "SELECT set_config('lock_timeout', '0', true)", NONE),
  one("session-setting", "SET LOCAL of another limit", "SET LOCAL transaction_timeout = 0", "SET LOCAL work_mem = '64MB'"),
  one("session-setting", "SET LOCAL session_replication_role", 'SET LOCAL "session_replication_role" = replica', NONE),
  one("session-setting", "RESET", "RESET lock_timeout", NONE),
  one("rights", "GRANT to everybody", "GRANT SELECT ON stories TO PUBLIC", "GRANT SELECT ON stories TO anna"),
  one("rights", "GRANT OPTION", "GRANT SELECT ON stories TO anna WITH GRANT OPTION", NONE),
  one("unreadable", "a function that waits", "SELECT pg_sleep(1000)", NONE),
  one("unreadable", "a function that runs a text", "SELECT query_to_xml('DELETE FROM stories', true, true, '')", NONE),
  one("unreadable", "a function that ends other sessions", "SELECT pg_terminate_backend(1)", NONE),
  one(
    "unreadable",
    "a function of somebody's, named as a harmless one",
    "SELECT app.lower('A')",
    "SELECT pg_catalog.lower('A')",
  ),
  one("unreadable", "CREATE TABLE AS EXECUTE", "CREATE TABLE own AS EXECUTE p", NONE),
  one("unreadable", "statements inside of CREATE SCHEMA", "CREATE SCHEMA app CREATE TABLE t (id uuid)", "CREATE SCHEMA app"),
  one("unreadable", "ADD … AS IDENTITY", "ALTER TABLE stories ALTER COLUMN n ADD GENERATED ALWAYS AS IDENTITY", NONE),
  one("unreadable", "INHERIT", "ALTER TABLE stories INHERIT notes", NONE),
  one("unreadable", "REPLICA IDENTITY", "ALTER TABLE stories REPLICA IDENTITY NOTHING", NONE),
];
