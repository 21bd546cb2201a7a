import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES = ["drawings", "stories"];

/**
 * How many drawings and stories each account has, kept by the statements that write them, so that a quota is known without counting.
 * Making a trigger keeps writers of its table out until the migration ends; readers are not kept. So nothing is written between the
 * triggers and the first count.
 */
export class CountRowsOfAccounts1795478402000 implements MigrationInterface {
  readonly name = "CountRowsOfAccounts1795478402000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE row_counts (
      user_id uuid NOT NULL,
      table_name varchar(63) NOT NULL,
      row_count integer NOT NULL,
      CONSTRAINT row_counts_pkey PRIMARY KEY (user_id, table_name),
      CONSTRAINT row_counts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
    )`);
    // Once a statement, not once a row: loading many rows of one account would write its count as often. Accounts are taken in one
    // order, so that two statements do not wait for each other. The count of an account that is being deleted may be gone already.
    await runner.query(`CREATE FUNCTION count_rows_of_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          INSERT INTO row_counts AS counts (user_id, table_name, row_count)
            SELECT user_id, TG_TABLE_NAME, count(*) FROM added GROUP BY user_id ORDER BY user_id
            ON CONFLICT (user_id, table_name) DO UPDATE SET row_count = counts.row_count + excluded.row_count;
        ELSIF TG_OP = 'DELETE' THEN
          UPDATE row_counts AS counts SET row_count = counts.row_count - gone.row_count
            FROM (SELECT user_id, count(*) AS row_count FROM removed GROUP BY user_id) AS gone
            WHERE counts.user_id = gone.user_id AND counts.table_name = TG_TABLE_NAME;
        ELSE
          UPDATE row_counts SET row_count = row_count - 1 WHERE user_id = OLD.user_id AND table_name = TG_TABLE_NAME;
          INSERT INTO row_counts AS counts (user_id, table_name, row_count) VALUES (NEW.user_id, TG_TABLE_NAME, 1)
            ON CONFLICT (user_id, table_name) DO UPDATE SET row_count = counts.row_count + 1;
        END IF;
        RETURN NULL;
      END
    $$`);
    for (const table of TABLES) {
      await runner.query(`CREATE TRIGGER count_inserted AFTER INSERT ON ${table}
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_rows_of_accounts()`);
      await runner.query(`CREATE TRIGGER count_deleted AFTER DELETE ON ${table}
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_rows_of_accounts()`);
      await runner.query(`CREATE TRIGGER count_given_away AFTER UPDATE OF user_id ON ${table}
        FOR EACH ROW WHEN (OLD.user_id <> NEW.user_id) EXECUTE FUNCTION count_rows_of_accounts()`);
      await runner.query(`-- allow insert: the counts have to be right from the first write on, so writers wait while the table is read once
        INSERT INTO row_counts (user_id, table_name, row_count)
        SELECT user_id, '${table}', count(*) FROM ${table} GROUP BY user_id`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      for (const trigger of ["count_inserted", "count_deleted", "count_given_away"])
        await runner.query(`DROP TRIGGER ${trigger} ON ${table}`);
    await runner.query("DROP FUNCTION count_rows_of_accounts()");
    await runner.query("DROP TABLE row_counts");
  }
}
