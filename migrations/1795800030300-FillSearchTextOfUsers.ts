import { DataMigration } from "#operations/DataMigration";

/** Makes the accounts that are there searchable for admins, and leaves their updated_at alone. */
export class FillSearchTextOfUsers1795800030300 extends DataMigration {
  readonly name = "FillSearchTextOfUsers1795800030300";
  readonly table = "users";
  readonly statement = `UPDATE users SET search_text = search_fold(concat_ws(' ', '', name, email))
    FROM batch WHERE users.id = batch.id AND users.search_text IS NULL`;
}
