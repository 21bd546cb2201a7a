import { DataMigration } from "#operations/DataMigration";

/** Makes the tutorials that are there searchable, and leaves their updated_at alone. */
export class FillSearchTextOfTutorials1795800030200 extends DataMigration {
  readonly name = "FillSearchTextOfTutorials1795800030200";
  readonly table = "tutorials";
  readonly statement =
    `UPDATE tutorials SET search_text = search_fold(concat_ws(' ', '', subject, category, description_de, description_en))
    FROM batch WHERE tutorials.id = batch.id AND tutorials.search_text IS NULL`;
}
