import { DataMigration } from "#operations/DataMigration";

/** Marks the stories that are there. They get a new updated_at, so that clients which ask for changes learn of the mark. */
export class MarkOlderGeneratedStories1795800000100 extends DataMigration {
  readonly name = "MarkOlderGeneratedStories1795800000100";
  readonly table = "stories";
  readonly statement = `UPDATE stories SET origin = 'AI' FROM batch
    WHERE stories.id = batch.id AND stories.origin = 'HUMAN' AND stories.generation_time_ms IS NOT NULL`;
}
