import type { DataSource } from "typeorm";

/** The columns that name pictures of the demo. */
const COLUMNS = [
  ["tutorials", "thumbnail_url"],
  ["tutorial_steps", "image_url"],
  ["drawings", "uploaded_image_url"],
  ["drawings", "edited_images_urls"],
  ["stories", "image_url"],
] as const;

/** Points the demo's pictures at the address where they are served now: the port may be another than at the last start. */
export async function pointPictures(database: DataSource, images: string): Promise<void> {
  for (const [table, column] of COLUMNS) {
    const moved = `regexp_replace(${column}::text, 'http://[\\w.:[\\]-]+/pictures/', $1, 'g')`;
    const typed = column === "edited_images_urls" ? `(${moved})::varchar[]` : moved;
    await database.query(`UPDATE ${table} SET ${column} = ${typed} WHERE ${column}::text <> ${moved}`, [`${images}/`]);
  }
}
