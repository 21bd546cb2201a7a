/** A dangerous migration and the safe one that does the same. `own` stands before the statement in the same migration. */
export interface LintCase {
  readonly rule: string;
  readonly what: string;
  readonly dangerous: readonly string[];
  readonly safe: readonly (readonly string[])[];
  readonly transaction?: false;
  /** The safe form's, where it is another than the dangerous one's. */
  readonly safeTransaction?: false;
}

const one = (rule: string, what: string, dangerous: string, ...safe: readonly (string | readonly string[])[]): LintCase => ({
  rule,
  what,
  dangerous: [dangerous],
  safe: safe.map((sql) => (typeof sql === "string" ? [sql] : sql)),
});
const alone = (found: LintCase): LintCase => ({ ...found, transaction: false, safeTransaction: false });
const safeAlone = (found: LintCase): LintCase => ({ ...found, safeTransaction: false });
/** What has no safe form but to leave it out, or to do it elsewhere. */
const NONE: readonly string[] = [];

const KEY = "ALTER TABLE stories ADD CONSTRAINT key_of_title";
const INDEX = "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON stories (user_id)";

/** The dangerous statements of Squawk's and strong_migrations' lists, and those that were found by trying. */
export const lintCases: readonly LintCase[] = [
  one("drop-table", "DROP TABLE", "DROP TABLE stories", ["CREATE TABLE own (id uuid)", "DROP TABLE own"]),
  one(
    "drop-table",
    "CREATE TABLE by force",
    "DROP TABLE IF EXISTS stories; CREATE TABLE stories (id uuid)",
    "CREATE TABLE own (id uuid)",
  ),
  one("drop-column", "DROP COLUMN", "ALTER TABLE stories DROP COLUMN title", [
    "ALTER TABLE stories ADD COLUMN own text",
    "ALTER TABLE stories DROP COLUMN own",
  ]),
  one("drop-object", "DROP VIEW", "DROP VIEW titles", "CREATE OR REPLACE VIEW titles AS SELECT id FROM stories"),
  one(
    "drop-object",
    "DROP FUNCTION",
    "DROP FUNCTION touch()",
    "CREATE OR REPLACE FUNCTION touch() RETURNS int LANGUAGE sql RETURN 2",
  ),
  one("drop-object", "DROP TYPE", "DROP TYPE mood", "COMMENT ON TYPE mood IS 'no longer used'"),
  one("drop-object", "DROP TRIGGER", "DROP TRIGGER touch ON stories", NONE),
  one("drop-object", "DROP SEQUENCE", "DROP SEQUENCE numbers", NONE),
  one("drop-object", "DROP EXTENSION", "DROP EXTENSION pgcrypto", NONE),
  one("drop-schema", "DROP SCHEMA", "DROP SCHEMA app", NONE),
  one("drop-schema", "DROP OWNED", "DROP OWNED BY anna", NONE),
  alone(one("drop-database", "DROP DATABASE", "DROP DATABASE IF EXISTS novadraw", NONE)),
  one("cascade", "DROP … CASCADE", "DROP VIEW titles CASCADE", NONE),
  one("cascade", "TRUNCATE … CASCADE", "TRUNCATE users CASCADE", NONE),
  one("cascade", "DROP COLUMN … CASCADE", "ALTER TABLE stories DROP COLUMN title CASCADE", NONE),
  one("truncate", "TRUNCATE", "TRUNCATE stories", NONE),
  one("drop-not-null", "DROP NOT NULL", "ALTER TABLE stories ALTER COLUMN user_id DROP NOT NULL", NONE),
  one(
    "drop-default",
    "DROP DEFAULT",
    "ALTER TABLE stories ALTER COLUMN id DROP DEFAULT",
    "ALTER TABLE stories ALTER COLUMN id SET DEFAULT gen_random_uuid()",
  ),
  one(
    "drop-key",
    "DROP CONSTRAINT of a key",
    "ALTER TABLE users DROP CONSTRAINT users_pkey",
    "ALTER TABLE users DROP CONSTRAINT users_check",
  ),
  one(
    "rename",
    "RENAME COLUMN",
    "ALTER TABLE stories RENAME COLUMN title TO heading",
    "ALTER TABLE stories ADD COLUMN heading text",
  ),
  one("rename", "RENAME TABLE", "ALTER TABLE stories RENAME TO tales", [
    "CREATE TABLE own (id uuid)",
    "ALTER TABLE own RENAME TO other",
  ]),
  one(
    "rename",
    "RENAME VALUE of an enum",
    "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
    "ALTER TYPE mood ADD VALUE 'blue' AFTER 'sad'",
  ),
  one("rename", "RENAME SCHEMA", "ALTER SCHEMA app RENAME TO old", NONE),
  one("rename", "RENAME CONSTRAINT", "ALTER TABLE users RENAME CONSTRAINT users_pkey TO other", NONE),
  one("move-schema", "SET SCHEMA", "ALTER TABLE stories SET SCHEMA app", NONE),
  one(
    "enum-order",
    "ADD VALUE without a place",
    "ALTER TYPE mood ADD VALUE 'calm'",
    "ALTER TYPE mood ADD VALUE 'calm' BEFORE 'sad'",
  ),
  one(
    "long-name",
    "a name over 63 bytes",
    `ALTER TABLE stories ADD COLUMN ${"a".repeat(64)} text`,
    `ALTER TABLE stories ADD COLUMN ${"a".repeat(63)} text`,
  ),
  one(
    "required-column",
    "ADD COLUMN NOT NULL without a default",
    "ALTER TABLE users ADD COLUMN nick text NOT NULL",
    "ALTER TABLE users ADD COLUMN nick text NOT NULL DEFAULT ''",
    "ALTER TABLE users ADD COLUMN nick text",
  ),
  safeAlone(
    one("set-not-null", "SET NOT NULL", "ALTER TABLE stories ALTER COLUMN title SET NOT NULL", [
      "ALTER TABLE stories DROP CONSTRAINT IF EXISTS titled, ADD CONSTRAINT titled CHECK (title IS NOT NULL) NOT VALID",
      "ALTER TABLE stories VALIDATE CONSTRAINT titled",
      "ALTER TABLE stories ALTER COLUMN title SET NOT NULL",
    ]),
  ),
  {
    rule: "set-not-null",
    what: "SET NOT NULL after a check that is not validated",
    dangerous: [
      "ALTER TABLE stories ADD CONSTRAINT titled CHECK (title IS NOT NULL) NOT VALID",
      "ALTER TABLE stories ALTER COLUMN title SET NOT NULL",
    ],
    safe: [["ALTER TABLE stories ADD CONSTRAINT titled CHECK (title IS NOT NULL) NOT VALID"]],
  },
  one(
    "volatile-default",
    "ADD COLUMN with a random default",
    "ALTER TABLE stories ADD COLUMN key uuid DEFAULT gen_random_uuid()",
    ["ALTER TABLE stories ADD COLUMN key uuid", "ALTER TABLE stories ALTER COLUMN key SET DEFAULT gen_random_uuid()"],
  ),
  one(
    "volatile-default",
    "ADD COLUMN with the time of each row",
    "ALTER TABLE stories ADD COLUMN at timestamptz DEFAULT clock_timestamp()",
    "ALTER TABLE stories ADD COLUMN at timestamptz NOT NULL DEFAULT now()",
    "ALTER TABLE stories ADD COLUMN at timestamptz DEFAULT current_timestamp",
  ),
  one(
    "volatile-default",
    "ADD COLUMN with a function of our own",
    "ALTER TABLE stories ADD COLUMN n int DEFAULT touch()",
    "ALTER TABLE stories ADD COLUMN n int DEFAULT 1",
  ),
  one("counted-column", "ADD COLUMN serial", "ALTER TABLE stories ADD COLUMN number bigserial", [
    "ALTER TABLE stories ADD COLUMN number bigint",
    "ALTER TABLE stories ALTER COLUMN number SET DEFAULT nextval('numbers')",
  ]),
  one(
    "counted-column",
    "ADD COLUMN … AS IDENTITY",
    "ALTER TABLE stories ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY",
    "CREATE TABLE own (number bigint GENERATED ALWAYS AS IDENTITY)",
  ),
  one(
    "stored-column",
    "ADD COLUMN … STORED",
    "ALTER TABLE stories ADD COLUMN loud text GENERATED ALWAYS AS (upper(title)) STORED",
    "ALTER TABLE stories ADD COLUMN loud text",
  ),
  one(
    "change-type",
    "ALTER COLUMN … TYPE",
    "ALTER TABLE stories ALTER COLUMN user_id TYPE text",
    "ALTER TABLE stories ALTER COLUMN title TYPE varchar(300)",
    "ALTER TABLE stories ALTER COLUMN title TYPE text",
  ),
  one(
    "change-type",
    "a shorter varchar",
    "ALTER TABLE stories ALTER COLUMN title TYPE varchar(100)",
    "ALTER TABLE stories ALTER COLUMN title TYPE varchar",
  ),
  one("json-column", "a json column", "ALTER TABLE stories ADD COLUMN more json", "ALTER TABLE stories ADD COLUMN more jsonb"),
  one("char-column", "a char(n) column", "CREATE TABLE own (code char(3))", "CREATE TABLE own (code varchar(3))"),
  one(
    "timestamp-without-zone",
    "a timestamp without a zone",
    "CREATE TABLE own (at timestamp)",
    "CREATE TABLE own (at timestamptz)",
  ),
  one(
    "serial",
    "serial in a new table",
    "CREATE TABLE own (id bigserial PRIMARY KEY)",
    "CREATE TABLE own (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
  ),
  one(
    "small-key",
    "an integer as key",
    "CREATE TABLE own (id int PRIMARY KEY)",
    "CREATE TABLE own (id bigint PRIMARY KEY)",
    "CREATE TABLE own (id uuid PRIMARY KEY, step int)",
  ),
  one(
    "small-key",
    "a smallint as key of the table",
    "CREATE TABLE own (id smallint, PRIMARY KEY (id))",
    "CREATE TABLE own (id uuid, PRIMARY KEY (id))",
  ),
  one("unlogged-table", "an unlogged table", "CREATE UNLOGGED TABLE own (id uuid)", "CREATE TABLE own (id uuid)"),
  one(
    "validated-foreign-key",
    "ADD FOREIGN KEY",
    "ALTER TABLE stories ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id)",
    "ALTER TABLE stories ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID",
  ),
  one(
    "validated-foreign-key",
    "ADD COLUMN … REFERENCES",
    "ALTER TABLE stories ADD COLUMN other uuid REFERENCES users (id)",
    "CREATE TABLE own (user_id uuid PRIMARY KEY REFERENCES users (id))",
  ),
  one(
    "validated-check",
    "ADD CHECK",
    "ALTER TABLE stories ADD CONSTRAINT c CHECK (title <> '')",
    "ALTER TABLE stories ADD CONSTRAINT c CHECK (title <> '') NOT VALID",
  ),
  one("validated-check", "ADD COLUMN … CHECK", "ALTER TABLE stories ADD COLUMN n int CHECK (n > 0)", [
    "ALTER TABLE stories ADD COLUMN n int",
    "ALTER TABLE stories ADD CONSTRAINT c CHECK (n > 0) NOT VALID",
  ]),
  safeAlone(
    one(
      "validate-in-transaction",
      "VALIDATE CONSTRAINT in a transaction",
      "ALTER TABLE stories VALIDATE CONSTRAINT c",
      "ALTER TABLE stories VALIDATE CONSTRAINT c",
    ),
  ),
  one("unique-constraint", "ADD UNIQUE", `${KEY} UNIQUE (title)`, `${KEY} UNIQUE USING INDEX ix_title`),
  one(
    "unique-constraint",
    "ADD COLUMN … UNIQUE",
    "ALTER TABLE stories ADD COLUMN slug text UNIQUE",
    "ALTER TABLE stories ADD COLUMN slug text",
  ),
  one(
    "primary-key",
    "ADD PRIMARY KEY",
    "ALTER TABLE notes ADD PRIMARY KEY (id)",
    "ALTER TABLE notes ADD PRIMARY KEY USING INDEX ix_notes",
  ),
  one(
    "exclusion-constraint",
    "ADD EXCLUDE",
    "ALTER TABLE stories ADD CONSTRAINT e EXCLUDE USING gist (span WITH &&)",
    "CREATE TABLE own (span tstzrange, EXCLUDE USING gist (span WITH &&))",
  ),
  one(
    "domain-constraint",
    "CREATE DOMAIN … CHECK",
    "CREATE DOMAIN positive AS int CHECK (value > 0)",
    "CREATE DOMAIN number AS int",
  ),
  one("domain-constraint", "ALTER DOMAIN ADD CHECK", "ALTER DOMAIN d ADD CONSTRAINT c CHECK (value > 0)", NONE),
  one("foreign-key-index", "a foreign key without an index", "CREATE TABLE own (user_id uuid REFERENCES users (id))", [
    "CREATE TABLE own (user_id uuid REFERENCES users (id))",
    "CREATE INDEX i ON own (user_id, user_id)",
  ]),
  one(
    "foreign-key-index",
    "a foreign key whose index leaves rows out",
    "CREATE TABLE own (user_id uuid REFERENCES users (id)); CREATE INDEX i ON own (user_id) WHERE user_id IS NULL",
    "CREATE TABLE own (user_id uuid REFERENCES users (id)); CREATE INDEX i ON own (user_id)",
  ),
  safeAlone(one("index-concurrently", "CREATE INDEX", "CREATE INDEX ix ON stories (user_id)", INDEX)),
  safeAlone(
    one(
      "index-concurrently",
      "CREATE UNIQUE INDEX",
      "CREATE UNIQUE INDEX ix ON stories (title)",
      "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON stories (title)",
    ),
  ),
  safeAlone(one("drop-index-concurrently", "DROP INDEX", "DROP INDEX ix_title", "DROP INDEX CONCURRENTLY IF EXISTS ix_title")),
  safeAlone(one("reindex-concurrently", "REINDEX", "REINDEX TABLE stories", "REINDEX TABLE CONCURRENTLY stories")),
  one(
    "refresh-concurrently",
    "REFRESH MATERIALIZED VIEW",
    "REFRESH MATERIALIZED VIEW totals",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY totals",
  ),
  safeAlone(one("rewrite-table", "VACUUM FULL", "VACUUM FULL stories", "VACUUM stories")),
  one("rewrite-table", "CLUSTER", "CLUSTER stories USING ix_title", NONE),
  one("rewrite-table", "SET TABLESPACE", "ALTER TABLE stories SET TABLESPACE fast", NONE),
  one("rewrite-table", "SET UNLOGGED", "ALTER TABLE stories SET UNLOGGED", NONE),
  one(
    "attach-partition",
    "ATTACH PARTITION",
    "ALTER TABLE stories ATTACH PARTITION old FOR VALUES IN (1)",
    "CREATE TABLE own (id uuid) PARTITION BY LIST (id)",
  ),
  safeAlone(
    one(
      "detach-partition",
      "DETACH PARTITION",
      "ALTER TABLE stories DETACH PARTITION old",
      "ALTER TABLE stories DETACH PARTITION old CONCURRENTLY",
    ),
  ),
  safeAlone(one("needs-no-transaction", "CREATE INDEX CONCURRENTLY in a transaction", INDEX, INDEX)),
  safeAlone(
    one(
      "needs-no-transaction",
      "DROP INDEX CONCURRENTLY in a transaction",
      "DROP INDEX CONCURRENTLY IF EXISTS ix_title",
      "DROP INDEX CONCURRENTLY IF EXISTS ix_title",
    ),
  ),
  safeAlone(one("needs-no-transaction", "VACUUM in a transaction", "VACUUM stories", "VACUUM stories")),
  {
    rule: "rows",
    what: "ADD COLUMN and an UPDATE of all rows",
    dangerous: ["ALTER TABLE stories ADD COLUMN n int", "UPDATE stories SET n = 1"],
    safe: [["ALTER TABLE stories ADD COLUMN n int NOT NULL DEFAULT 1"]],
  },
  one("rows", "DELETE", "DELETE FROM stories", NONE),
  one(
    "rows",
    "INSERT from rows that are there",
    "INSERT INTO notes SELECT id FROM stories",
    "INSERT INTO notes (id) VALUES (gen_random_uuid())",
  ),
  one("rows", "CREATE TABLE AS", "CREATE TABLE own AS SELECT id FROM stories", "CREATE TABLE own AS SELECT 1 AS id"),
  one("rows", "SELECT INTO", "SELECT id INTO own FROM stories", NONE),
  one("rows", "a change inside of WITH", "WITH gone AS (DELETE FROM stories RETURNING id) SELECT count(*) FROM gone", NONE),
  one("rows", "MERGE", "MERGE INTO notes USING (VALUES (1)) AS v (n) ON true WHEN MATCHED THEN DELETE", NONE),
  one("rows", "reading rows to decide", "SELECT count(*) FROM stories", "SELECT 1"),
  one("lock-table", "LOCK TABLE", "LOCK TABLE stories", NONE),
  one("disable-trigger", "DISABLE TRIGGER", "ALTER TABLE stories DISABLE TRIGGER ALL", NONE),
  one("rewrite-rule", "CREATE RULE", "CREATE RULE r AS ON DELETE TO stories DO INSTEAD NOTHING", NONE),
  one("row-security", "ENABLE ROW LEVEL SECURITY", "ALTER TABLE stories ENABLE ROW LEVEL SECURITY", NONE),
  one("row-security", "CREATE POLICY", "CREATE POLICY p ON stories USING (true)", NONE),
  one("transaction-statement", "COMMIT", "COMMIT", NONE),
  one("transaction-statement", "BEGIN", "BEGIN", NONE),
  one("session-setting", "SET lock_timeout", "SET LOCAL lock_timeout = 0", "SET LOCAL maintenance_work_mem = '1GB'"),
  one("session-setting", "SET search_path", "SET search_path = app", NONE),
  alone(one("server-setting", "ALTER SYSTEM", "ALTER SYSTEM SET work_mem = '1GB'", NONE)),
  one("server-setting", "ALTER ROLE … SET", "ALTER ROLE anna SET lock_timeout = 0", NONE),
  one("rights", "REVOKE", "REVOKE SELECT ON stories FROM anna", "GRANT SELECT ON stories TO anna"),
  one("rights", "OWNER TO", "ALTER TABLE stories OWNER TO anna", NONE),
  one("rights", "DROP ROLE", "DROP ROLE anna", NONE),
  alone(
    one(
      "not-repeatable",
      "CREATE INDEX that fails the second time",
      "CREATE INDEX CONCURRENTLY ix ON stories (user_id)",
      INDEX,
    ),
  ),
  alone(
    one(
      "not-repeatable",
      "ADD CONSTRAINT that fails the second time",
      "ALTER TABLE stories ADD CONSTRAINT c CHECK (title <> '') NOT VALID",
      "ALTER TABLE stories DROP CONSTRAINT IF EXISTS c, ADD CONSTRAINT c CHECK (title <> '') NOT VALID",
    ),
  ),
  one("unreadable", "DO", "DO $$ BEGIN EXECUTE 'DROP TABLE stories'; END $$", NONE),
  one("unreadable", "PREPARE and EXECUTE", "PREPARE p AS DELETE FROM stories", NONE),
  one("unreadable", "CALL", "CALL clean_up()", NONE),
  one("unreadable", "a function of our own", "SELECT touch()", "SELECT lower('A')"),
  one("unreadable", "COPY", "COPY stories FROM PROGRAM 'cat'", NONE),
  one("unreadable", "what the parser does not know", "REPACK stories", NONE),
];
