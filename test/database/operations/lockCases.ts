import { type LintCase, lintCase } from "./lintCase.js";

const { alone, safeAlone } = lintCase;
const one = lintCase;
/** What has no safe form but to leave it out, or to do it elsewhere. */
const NONE: readonly string[] = [];

const KEY = "ALTER TABLE stories ADD CONSTRAINT key_of_title";
const INDEX = "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON stories (user_id)";

/** What keeps others waiting, changes rows or the session, or cannot be read. */
export const lockCases: readonly LintCase[] = [
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
