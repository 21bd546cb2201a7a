import { DataMigration } from "#operations/DataMigration";

/** Makes the stories that are there searchable. They keep their updated_at, so that no client loads them again. */
export class FillSearchTextOfStories1795800030100 extends DataMigration {
  readonly name = "FillSearchTextOfStories1795800030100";
  readonly table = "stories";
  readonly statement = `UPDATE stories SET search_text = search_fold(concat_ws(' ', '', title, story_text_de, story_text_en))
    FROM batch WHERE stories.id = batch.id AND stories.search_text IS NULL`;
}
