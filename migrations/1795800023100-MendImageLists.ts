import { DataMigration } from "#operations/DataMigration";

/** Takes out entries that are no URL: absent and empty ones, and the brackets of lists in the list. The other entries stay in their order. */
export class MendImageLists1795800023100 extends DataMigration {
  readonly name = "MendImageLists1795800023100";
  readonly table = "drawings";
  readonly statement = `UPDATE drawings SET edited_images_urls = ARRAY(
      SELECT url FROM unnest(edited_images_urls) WITH ORDINALITY AS entries(url, place) WHERE url <> '' ORDER BY place)
    FROM batch WHERE drawings.id = batch.id AND (array_ndims(edited_images_urls) > 1
      OR EXISTS (SELECT FROM unnest(edited_images_urls) AS url WHERE url IS NULL OR url = ''))`;
}
