import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The day on which each account was last used. Triggers keep it, whoever writes the accounts and their sessions, the last release too. It
 * is a table of its own: the row of the account, which others refer to, stays as it is.
 */
export class AddAccountUses1795800006000 implements MigrationInterface {
  readonly name = "AddAccountUses1795800006000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE account_uses (
      user_id uuid NOT NULL,
      last_used_on date NOT NULL,
      warned_at timestamptz,
      erased_on date,
      CONSTRAINT account_uses_pkey PRIMARY KEY (user_id),
      CONSTRAINT account_uses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
    )`);
    await runner.query("CREATE INDEX ix_account_uses_last_used_on ON account_uses (last_used_on)");
    await runner.query("CREATE INDEX ix_account_uses_erased_on ON account_uses (erased_on)");
    await runner.query(`CREATE FUNCTION begin_account_uses() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO account_uses (user_id, last_used_on) SELECT id, (now() AT TIME ZONE 'UTC')::date FROM added ORDER BY id
          ON CONFLICT (user_id) DO NOTHING;
        RETURN NULL;
      END
    $$`);
    await runner.query(`CREATE TRIGGER begin_account_uses AFTER INSERT ON users
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION begin_account_uses()`);
    // The first use of a day is written, and any use after a warning, which it takes back.
    await runner.query(`CREATE FUNCTION note_account_use() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE account_uses SET last_used_on = (now() AT TIME ZONE 'UTC')::date, warned_at = NULL, erased_on = NULL
          WHERE user_id = NEW.user_id AND (last_used_on < (now() AT TIME ZONE 'UTC')::date OR warned_at IS NOT NULL);
        RETURN NULL;
      END
    $$`);
    await runner.query(`CREATE TRIGGER note_account_use AFTER INSERT OR UPDATE OF last_used_at ON sessions
      FOR EACH ROW EXECUTE FUNCTION note_account_use()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER note_account_use ON sessions");
    await runner.query("DROP FUNCTION note_account_use()");
    await runner.query("DROP TRIGGER begin_account_uses ON users");
    await runner.query("DROP FUNCTION begin_account_uses()");
    await runner.query("DROP TABLE account_uses");
  }
}
