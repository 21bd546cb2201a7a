-- Statements that may break a service which runs meanwhile: those of the lists of Squawk and strong_migrations, and those that were found by
-- trying to get past lint. Before each is its kind and what it is. Each line is a query of its own; "alone" is outside of a transaction.

-- drop-table: DROP TABLE
DROP TABLE stories;
-- drop-table: CREATE TABLE by force
DROP TABLE IF EXISTS stories; CREATE TABLE stories (id uuid);
-- drop-column: DROP COLUMN
ALTER TABLE stories DROP COLUMN title;
-- drop-view: DROP VIEW
DROP VIEW titles;
-- drop-function: DROP FUNCTION
DROP FUNCTION touch();
-- drop-type: DROP TYPE
DROP TYPE mood;
-- drop-trigger: DROP TRIGGER
DROP TRIGGER touch ON stories;
-- drop-sequence: DROP SEQUENCE
DROP SEQUENCE numbers;
-- drop-extension: DROP EXTENSION
DROP EXTENSION pgcrypto;
-- drop-schema: DROP SCHEMA
DROP SCHEMA app;
-- drop-owned: DROP OWNED
DROP OWNED BY anna;
-- dropdb, alone: DROP DATABASE
DROP DATABASE IF EXISTS novadraw;
-- drop-view: DROP … CASCADE
DROP VIEW titles CASCADE;
-- truncate: TRUNCATE … CASCADE
TRUNCATE users CASCADE;
-- drop-column: DROP COLUMN … CASCADE
ALTER TABLE stories DROP COLUMN title CASCADE;
-- truncate: TRUNCATE
TRUNCATE stories;
-- drop-not-null: DROP NOT NULL
ALTER TABLE stories ALTER COLUMN user_id DROP NOT NULL;
-- column-default: DROP DEFAULT
ALTER TABLE stories ALTER COLUMN id DROP DEFAULT;
-- drop-constraint: DROP CONSTRAINT of a key
ALTER TABLE users DROP CONSTRAINT users_pkey;
-- rename: RENAME COLUMN
ALTER TABLE stories RENAME COLUMN title TO heading;
-- rename: RENAME TABLE
ALTER TABLE stories RENAME TO tales;
-- alter-enum: RENAME VALUE of an enum
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';
-- rename: RENAME SCHEMA
ALTER SCHEMA app RENAME TO old;
-- rename: RENAME CONSTRAINT
ALTER TABLE users RENAME CONSTRAINT users_pkey TO other;
-- alter-object-schema: SET SCHEMA
ALTER TABLE stories SET SCHEMA app;
-- alter-enum: ADD VALUE without a place
ALTER TYPE mood ADD VALUE 'calm';
-- long-name: a name over 63 bytes
ALTER TABLE stories ADD COLUMN aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa text;
-- add-column: ADD COLUMN NOT NULL without a default
ALTER TABLE users ADD COLUMN nick text NOT NULL;
-- set-not-null: SET NOT NULL
ALTER TABLE stories ALTER COLUMN title SET NOT NULL;
-- set-not-null: SET NOT NULL after a check that is not validated
ALTER TABLE stories ADD CONSTRAINT titled CHECK (title IS NOT NULL) NOT VALID;
ALTER TABLE stories ALTER COLUMN title SET NOT NULL;
-- add-column: ADD COLUMN with a random default
ALTER TABLE stories ADD COLUMN key uuid DEFAULT gen_random_uuid();
-- add-column: ADD COLUMN with the time of each row
ALTER TABLE stories ADD COLUMN at timestamptz DEFAULT clock_timestamp();
-- add-column: ADD COLUMN with a function of our own
ALTER TABLE stories ADD COLUMN n int DEFAULT touch();
-- add-column: ADD COLUMN serial
ALTER TABLE stories ADD COLUMN number bigserial;
-- add-column: ADD COLUMN … AS IDENTITY
ALTER TABLE stories ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
-- add-column: ADD COLUMN … STORED
ALTER TABLE stories ADD COLUMN loud text GENERATED ALWAYS AS (upper(title)) STORED;
-- alter-column-type: ALTER COLUMN … TYPE
ALTER TABLE stories ALTER COLUMN user_id TYPE text;
-- alter-column-type: a shorter varchar
ALTER TABLE stories ALTER COLUMN title TYPE varchar(100);
-- add-column: a json column
ALTER TABLE stories ADD COLUMN more json;
-- create: a char(n) column
CREATE TABLE own (code char(3));
-- create: a timestamp without a zone
CREATE TABLE own (at timestamp);
-- create: serial in a new table
CREATE TABLE own (id bigserial PRIMARY KEY);
-- create: an integer as key
CREATE TABLE own (id int PRIMARY KEY);
-- create: a smallint as key of the table
CREATE TABLE own (id smallint, PRIMARY KEY (id));
-- create: an unlogged table
CREATE UNLOGGED TABLE own (id uuid);
-- add-constraint: ADD FOREIGN KEY
ALTER TABLE stories ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id);
-- add-column: ADD COLUMN … REFERENCES
ALTER TABLE stories ADD COLUMN other uuid REFERENCES users (id);
-- add-constraint: ADD CHECK
ALTER TABLE stories ADD CONSTRAINT c CHECK (title <> '');
-- add-column: ADD COLUMN … CHECK
ALTER TABLE stories ADD COLUMN n int CHECK (n > 0);
-- validate-constraint: VALIDATE CONSTRAINT in a transaction
ALTER TABLE stories VALIDATE CONSTRAINT c;
-- add-constraint: ADD UNIQUE
ALTER TABLE stories ADD CONSTRAINT key_of_title UNIQUE (title);
-- add-column: ADD COLUMN … UNIQUE
ALTER TABLE stories ADD COLUMN slug text UNIQUE;
-- add-constraint: ADD PRIMARY KEY
ALTER TABLE notes ADD PRIMARY KEY (id);
-- add-constraint: ADD EXCLUDE
ALTER TABLE stories ADD CONSTRAINT e EXCLUDE USING gist (span WITH &&);
-- create-domain: CREATE DOMAIN … CHECK
CREATE DOMAIN positive AS int CHECK (value > 0);
-- alter-domain: ALTER DOMAIN ADD CHECK
ALTER DOMAIN d ADD CONSTRAINT c CHECK (value > 0);
-- create: a foreign key without an index
CREATE TABLE own (user_id uuid REFERENCES users (id));
-- create: a foreign key whose index leaves rows out
CREATE TABLE own (user_id uuid REFERENCES users (id)); CREATE INDEX i ON own (user_id) WHERE user_id IS NULL;
-- index: CREATE INDEX
CREATE INDEX ix ON stories (user_id);
-- index: CREATE UNIQUE INDEX
CREATE UNIQUE INDEX ix ON stories (title);
-- drop-index: DROP INDEX
DROP INDEX ix_title;
-- reindex: REINDEX
REINDEX TABLE stories;
-- refresh-mat-view: REFRESH MATERIALIZED VIEW
REFRESH MATERIALIZED VIEW totals;
-- vacuum: VACUUM FULL
VACUUM FULL stories;
-- cluster: CLUSTER
CLUSTER stories USING ix_title;
-- set-table-space: SET TABLESPACE
ALTER TABLE stories SET TABLESPACE fast;
-- set-un-logged: SET UNLOGGED
ALTER TABLE stories SET UNLOGGED;
-- attach-partition: ATTACH PARTITION
ALTER TABLE stories ATTACH PARTITION old FOR VALUES IN (1);
-- detach-partition: DETACH PARTITION
ALTER TABLE stories DETACH PARTITION old;
-- index: CREATE INDEX CONCURRENTLY in a transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON stories (user_id);
-- drop-index: DROP INDEX CONCURRENTLY in a transaction
DROP INDEX CONCURRENTLY IF EXISTS ix_title;
-- vacuum: VACUUM in a transaction
VACUUM stories;
-- update: ADD COLUMN and an UPDATE of all rows
ALTER TABLE stories ADD COLUMN n int;
UPDATE stories SET n = 1;
-- delete: DELETE
DELETE FROM stories;
-- insert: INSERT from rows that are there
INSERT INTO notes SELECT id FROM stories;
-- create-table-as: CREATE TABLE AS
CREATE TABLE own AS SELECT id FROM stories;
-- select: SELECT INTO
SELECT id INTO own FROM stories;
-- select: a change inside of WITH
WITH gone AS (DELETE FROM stories RETURNING id) SELECT count(*) FROM gone;
-- merge: MERGE
MERGE INTO notes USING (VALUES (1)) AS v (n) ON true WHEN MATCHED THEN DELETE;
-- select: reading rows to decide
SELECT count(*) FROM stories;
-- lock: LOCK TABLE
LOCK TABLE stories;
-- disable-trig-all: DISABLE TRIGGER
ALTER TABLE stories DISABLE TRIGGER ALL;
-- rule: CREATE RULE
CREATE RULE r AS ON DELETE TO stories DO INSTEAD NOTHING;
-- enable-row-security: ENABLE ROW LEVEL SECURITY
ALTER TABLE stories ENABLE ROW LEVEL SECURITY;
-- create-policy: CREATE POLICY
CREATE POLICY p ON stories USING (true);
-- transaction: COMMIT
COMMIT;
-- transaction: BEGIN
BEGIN;
-- variable-set: SET lock_timeout
SET LOCAL lock_timeout = 0;
-- variable-set: SET search_path
SET search_path = app;
-- alter-system, alone: ALTER SYSTEM
ALTER SYSTEM SET work_mem = '1GB';
-- alter-role-set: ALTER ROLE … SET
ALTER ROLE anna SET lock_timeout = 0;
-- grant: REVOKE
REVOKE SELECT ON stories FROM anna;
-- change-owner: OWNER TO
ALTER TABLE stories OWNER TO anna;
-- drop-role: DROP ROLE
DROP ROLE anna;
-- index, alone: CREATE INDEX that fails the second time
CREATE INDEX CONCURRENTLY ix ON stories (user_id);
-- add-constraint, alone: ADD CONSTRAINT that fails the second time
ALTER TABLE stories ADD CONSTRAINT c CHECK (title <> '') NOT VALID;
-- do: DO
DO $$ BEGIN EXECUTE 'DROP TABLE stories'; END $$;
-- prepare: PREPARE and EXECUTE
PREPARE p AS DELETE FROM stories;
-- call: CALL
CALL clean_up();
-- select: a function of our own
SELECT touch();
-- copy: COPY
COPY stories FROM PROGRAM 'cat';
-- unreadable: what the parser does not know
REPACK stories;
-- drop-trigger: a trigger that has the name of an own one of another table
CREATE TRIGGER kept BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
DROP TRIGGER kept ON stories;
-- drop-function: a function that has the name of an own one with other arguments
CREATE FUNCTION touch(a int) RETURNS int LANGUAGE sql RETURN 1;
DROP FUNCTION touch();
-- drop-function: a function that was there and is replaced first
CREATE OR REPLACE FUNCTION touch() RETURNS int LANGUAGE sql RETURN 1;
DROP FUNCTION touch();
-- drop-event-trigger: DROP EVENT TRIGGER
DROP EVENT TRIGGER audit;
-- drop-operator: DROP OPERATOR
DROP OPERATOR + (int, int);
-- drop-cast: DROP CAST
DROP CAST (int AS text);
-- drop-publication: DROP PUBLICATION
DROP PUBLICATION everything;
-- drop-constraint: a key that has the name of an own constraint of another table
CREATE TABLE own (id uuid, CONSTRAINT users_pkey CHECK (true));
ALTER TABLE users DROP CONSTRAINT users_pkey;
-- drop-constraint: a foreign key, and its ON DELETE
ALTER TABLE notes DROP CONSTRAINT notes_id_fkey;
-- column-default: SET DEFAULT NULL
ALTER TABLE stories ALTER COLUMN id SET DEFAULT NULL;
-- drop-expression: DROP EXPRESSION
ALTER TABLE stories ALTER COLUMN title DROP EXPRESSION;
-- drop-table: the table of a schema that is searched first
CREATE TABLE app.stories (id uuid);
DROP TABLE stories;
-- add-column: DEFAULT NULL NOT NULL
ALTER TABLE stories ADD COLUMN n int DEFAULT NULL NOT NULL;
-- add-constraint: ADD CONSTRAINT … NOT NULL of PostgreSQL 18
ALTER TABLE stories ADD CONSTRAINT titled NOT NULL title;
-- add-column: a function of somebody's that is named as a steady one
ALTER TABLE stories ADD COLUMN at timestamptz DEFAULT app.now();
-- add-column: an operator of somebody's own
ALTER TABLE stories ADD COLUMN n bigint DEFAULT 1 OPERATOR(app.+) 2;
-- add-column: a steady function of a random value
ALTER TABLE stories ADD COLUMN k text DEFAULT lower(random()::text);
-- alter-column-type: an array into a text
ALTER TABLE stories ALTER COLUMN tags TYPE text;
-- alter-column-type: another collation
ALTER TABLE stories ALTER COLUMN title TYPE text COLLATE "C";
-- alter-column-type: a type of somebody's that is named text
ALTER TABLE stories ALTER COLUMN title TYPE app.text;
-- alter-seq: ALTER SEQUENCE … RESTART
ALTER SEQUENCE numbers RESTART;
-- select: setval
SELECT setval('numbers', 1);
-- reindex, alone: CONCURRENTLY false
REINDEX (CONCURRENTLY false) TABLE stories;
-- vacuum, alone: VACUUM among other statements
VACUUM stories; SELECT 1;
-- create: CREATE TABLE … PARTITION OF
CREATE TABLE own PARTITION OF stories DEFAULT;
-- create: INHERITS
CREATE TABLE own (n int) INHERITS (stories);
-- insert: ON CONFLICT DO UPDATE
INSERT INTO notes (id) VALUES (gen_random_uuid()) ON CONFLICT (id) DO UPDATE SET id = excluded.id;
-- select: a table that has the name of a WITH elsewhere
SELECT (WITH stories AS (SELECT 1 AS n) SELECT n FROM stories), (SELECT count(*) FROM stories);
-- select: a table with its schema, named as a WITH
WITH stories AS (SELECT 1) SELECT id FROM public.stories;
-- disable-row-security: DISABLE ROW LEVEL SECURITY
ALTER TABLE stories DISABLE ROW LEVEL SECURITY;
-- select: set_config
SELECT set_config('lock_timeout', '0', true);
-- variable-set: SET LOCAL of another limit
SET LOCAL transaction_timeout = 0;
-- variable-set: SET LOCAL session_replication_role
SET LOCAL "session_replication_role" = replica;
-- variable-set: RESET
RESET lock_timeout;
-- grant: GRANT to everybody
GRANT SELECT ON stories TO PUBLIC;
-- grant: GRANT OPTION
GRANT SELECT ON stories TO anna WITH GRANT OPTION;
-- select: a function that waits
SELECT pg_sleep(1000);
-- select: a function that runs a text
SELECT query_to_xml('DELETE FROM stories', true, true, '');
-- select: a function that ends other sessions
SELECT pg_terminate_backend(1);
-- select: a function of somebody's, named as a harmless one
SELECT app.lower('A');
-- create-table-as: CREATE TABLE AS EXECUTE
CREATE TABLE own AS EXECUTE p;
-- create-schema: statements inside of CREATE SCHEMA
CREATE SCHEMA app CREATE TABLE t (id uuid);
-- add-identity: ADD … AS IDENTITY
ALTER TABLE stories ALTER COLUMN n ADD GENERATED ALWAYS AS IDENTITY;
-- add-inherit: INHERIT
ALTER TABLE stories INHERIT notes;
-- replica-identity: REPLICA IDENTITY
ALTER TABLE stories REPLICA IDENTITY NOTHING;
