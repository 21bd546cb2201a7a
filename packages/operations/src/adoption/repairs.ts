interface RowRepair {
  readonly what: string;
  readonly sql: string;
}

/** By ICU, which folds letters beyond ASCII on every database. */
const SPELLED = `normalize(lower(normalize(btrim(email), NFC) COLLATE "und-x-icu"), NFC)`;

const WRITABLE = "BETWEEN '0001-01-01 00:00Z' AND '9999-12-31 23:59:59.999999Z'";

/** A row that lost one of its dates takes the other. */
const mendDates = (table: string): string => `UPDATE ${table} SET
  created_at = CASE WHEN created_at ${WRITABLE} THEN created_at WHEN updated_at ${WRITABLE} THEN updated_at ELSE now() END,
  updated_at = CASE WHEN updated_at ${WRITABLE} THEN updated_at WHEN created_at ${WRITABLE} THEN created_at ELSE now() END
  WHERE NOT (created_at ${WRITABLE} AND updated_at ${WRITABLE})`;

/** The changes to rows of the Python service before their tables can have the constraints of the first migration. They lose no row. */
export const repairs: readonly RowRepair[] = [
  {
    what: "emails become lower case, in Unicode NFC, trimmed",
    sql: `UPDATE users SET email = ${SPELLED} WHERE email <> ${SPELLED}`,
  },
  { what: "absent favourites become false", sql: "UPDATE stories SET is_favorite = false WHERE is_favorite IS NULL" },
  {
    what: "negative generation times become null",
    sql: "UPDATE stories SET generation_time_ms = NULL WHERE generation_time_ms < 0",
  },
  {
    what: "absent lists of images become empty",
    sql: "UPDATE drawings SET edited_images_urls = '{}' WHERE edited_images_urls IS NULL",
  },
  {
    what: "entries of lists of images that are absent or empty are taken out",
    sql: `UPDATE drawings SET edited_images_urls = ARRAY(
      SELECT url FROM unnest(edited_images_urls) WITH ORDINALITY AS entries(url, ordinal) WHERE url <> '' ORDER BY ordinal)
    WHERE array_ndims(edited_images_urls) > 1 OR EXISTS (SELECT FROM unnest(edited_images_urls) AS url WHERE url IS NULL OR url = '')`,
  },
  {
    what: "birthdates of infinity, and those before the year 1 or after 9999, become null",
    sql: "UPDATE users SET birthdate = NULL WHERE birthdate NOT BETWEEN '0001-01-01' AND '9999-12-31'",
  },
  ...["users", "tutorials", "tutorial_steps", "drawings", "stories"].map((table) => ({
    what: `dates of ${table} that are infinite, before the year 1 or after 9999 become the other one, or now`,
    sql: mendDates(table),
  })),
  {
    what: "steps are numbered 1, 2, 3, … in their old order",
    sql: `UPDATE tutorial_steps SET step_number = positions.ordinal
    FROM (SELECT id, row_number() OVER (PARTITION BY tutorial_id ORDER BY step_number, created_at, id) AS ordinal FROM tutorial_steps) AS positions
    WHERE tutorial_steps.id = positions.id AND step_number <> ordinal`,
  },
  {
    what: "tutorials count their steps",
    sql: `UPDATE tutorials SET total_steps = counts.steps
    FROM (SELECT tutorials.id, count(tutorial_steps.id)::int AS steps FROM tutorials
      LEFT JOIN tutorial_steps ON tutorial_id = tutorials.id GROUP BY tutorials.id) AS counts
    WHERE tutorials.id = counts.id AND total_steps <> steps`,
  },
];
