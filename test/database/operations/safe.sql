-- What goes without a reason. Each line is a query of its own; "alone" is outside of a transaction.

-- instead of DROP TABLE
CREATE TABLE own (id uuid);
DROP TABLE own;
-- instead of CREATE TABLE by force
CREATE TABLE own (id uuid);
-- instead of DROP COLUMN
ALTER TABLE stories ADD COLUMN own text;
ALTER TABLE stories DROP COLUMN own;
-- instead of DROP FUNCTION
CREATE OR REPLACE FUNCTION touch() RETURNS int LANGUAGE sql RETURN 2;
-- instead of DROP TYPE
COMMENT ON TYPE mood IS 'no longer used';
-- instead of DROP DEFAULT
ALTER TABLE stories ALTER COLUMN id SET DEFAULT gen_random_uuid();
-- instead of RENAME COLUMN
ALTER TABLE stories ADD COLUMN heading text;
-- instead of a name over 63 bytes
ALTER TABLE stories ADD COLUMN aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa text;
-- instead of ADD COLUMN NOT NULL without a default
ALTER TABLE users ADD COLUMN nick text NOT NULL DEFAULT '';
-- instead of ADD COLUMN NOT NULL without a default
ALTER TABLE users ADD COLUMN nick text;
-- instead of SET NOT NULL after a check that is not validated
ALTER TABLE stories ADD CONSTRAINT titled CHECK (title IS NOT NULL) NOT VALID;
-- instead of ADD COLUMN with a random default
ALTER TABLE stories ADD COLUMN key uuid;
ALTER TABLE stories ALTER COLUMN key SET DEFAULT gen_random_uuid();
-- instead of ADD COLUMN with the time of each row
ALTER TABLE stories ADD COLUMN at timestamptz NOT NULL DEFAULT now();
-- instead of ADD COLUMN with the time of each row
ALTER TABLE stories ADD COLUMN at timestamptz DEFAULT current_timestamp;
-- instead of ADD COLUMN with a function of our own
ALTER TABLE stories ADD COLUMN n int DEFAULT 1;
-- instead of ADD COLUMN serial
ALTER TABLE stories ADD COLUMN number bigint;
ALTER TABLE stories ALTER COLUMN number SET DEFAULT nextval('numbers');
-- instead of ADD COLUMN … AS IDENTITY
CREATE TABLE own (number bigint GENERATED ALWAYS AS IDENTITY);
-- instead of ADD COLUMN … STORED
ALTER TABLE stories ADD COLUMN loud text;
-- instead of a json column
ALTER TABLE stories ADD COLUMN more jsonb;
-- instead of a char(n) column
CREATE TABLE own (code varchar(3));
-- instead of a timestamp without a zone
CREATE TABLE own (at timestamptz);
-- instead of serial in a new table
CREATE TABLE own (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
-- instead of an integer as key
CREATE TABLE own (id bigint PRIMARY KEY);
-- instead of an integer as key
CREATE TABLE own (id uuid PRIMARY KEY, step int);
-- instead of a smallint as key of the table
CREATE TABLE own (id uuid, PRIMARY KEY (id));
-- instead of a smallint as key of the table
CREATE TABLE own (id uuid, part int, PRIMARY KEY (id, part));
-- instead of ADD FOREIGN KEY
ALTER TABLE stories ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
-- instead of ADD COLUMN … REFERENCES
CREATE TABLE own (user_id uuid PRIMARY KEY REFERENCES users (id));
-- instead of ADD CHECK
ALTER TABLE stories ADD CONSTRAINT c CHECK (title <> '') NOT VALID;
-- instead of ADD COLUMN … CHECK
ALTER TABLE stories ADD COLUMN n int;
ALTER TABLE stories ADD CONSTRAINT c CHECK (n > 0) NOT VALID;
-- alone, instead of VALIDATE CONSTRAINT in a transaction
ALTER TABLE stories VALIDATE CONSTRAINT c;
-- instead of ADD UNIQUE
ALTER TABLE stories ADD CONSTRAINT key_of_title UNIQUE USING INDEX ix_title;
-- instead of ADD COLUMN … UNIQUE
ALTER TABLE stories ADD COLUMN slug text;
-- instead of ADD PRIMARY KEY
ALTER TABLE notes ADD PRIMARY KEY USING INDEX ix_notes;
-- instead of a foreign key without an index
CREATE TABLE own (user_id uuid REFERENCES users (id));
CREATE INDEX i ON own (user_id, user_id);
-- instead of a foreign key whose index leaves rows out
CREATE TABLE own (user_id uuid REFERENCES users (id)); CREATE INDEX i ON own (user_id);
-- alone, instead of CREATE INDEX
CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON stories (user_id);
-- alone, instead of CREATE UNIQUE INDEX
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON stories (title);
-- alone, instead of DROP INDEX
DROP INDEX CONCURRENTLY IF EXISTS ix_title;
-- instead of ATTACH PARTITION
CREATE TABLE own (id uuid) PARTITION BY LIST (id);
-- instead of ADD COLUMN and an UPDATE of all rows
ALTER TABLE stories ADD COLUMN n int NOT NULL DEFAULT 1;
-- alone, instead of ADD CONSTRAINT that fails the second time
ALTER TABLE stories DROP CONSTRAINT IF EXISTS c, ADD CONSTRAINT c CHECK (title <> '') NOT VALID;
-- instead of DEFAULT NULL NOT NULL
ALTER TABLE stories ADD COLUMN n int DEFAULT 0 NOT NULL;
-- instead of ADD CONSTRAINT … NOT NULL of PostgreSQL 18
ALTER TABLE stories ADD CONSTRAINT titled NOT NULL title NOT VALID;
-- instead of a function of somebody's that is named as a steady one
ALTER TABLE stories ADD COLUMN at timestamptz DEFAULT pg_catalog.now();
-- instead of INHERITS
CREATE TABLE own (LIKE stories);
