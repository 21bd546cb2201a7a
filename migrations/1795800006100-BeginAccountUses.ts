import { DataMigration } from "#operations/DataMigration";

/** The accounts that are there count as used today: how long nobody used them before is not known. */
export class BeginAccountUses1795800006100 extends DataMigration {
  readonly name = "BeginAccountUses1795800006100";
  readonly table = "users";
  readonly statement = `INSERT INTO account_uses (user_id, last_used_on)
    SELECT id, (now() AT TIME ZONE 'UTC')::date FROM batch ON CONFLICT (user_id) DO NOTHING`;
}
