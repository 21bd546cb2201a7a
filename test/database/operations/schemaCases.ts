import { type LintCase, lintCase } from "./lintCase.js";

const { alone, safeAlone } = lintCase;
const one = lintCase;
/** What has no safe form but to leave it out, or to do it elsewhere. */
const NONE: readonly string[] = [];

/** What takes something away, renames it, or makes a column that hurts. */
export const schemaCases: readonly LintCase[] = [
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
    "CREATE TABLE own (id uuid, part int, PRIMARY KEY (id, part))",
  ),
  one("unlogged-table", "an unlogged table", "CREATE UNLOGGED TABLE own (id uuid)", "CREATE TABLE own (id uuid)"),
];
