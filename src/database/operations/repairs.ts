interface RowRepair {
  readonly what: string;
  readonly sql: string;
}

/** By ICU, which folds letters beyond ASCII on every database. */
const SPELLED = `normalize(lower(normalize(btrim(email), NFC) COLLATE "und-x-icu"), NFC)`;

/** What rows of the Python service need before their tables can have the constraints of the first migration. They lose no row. */
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
    what: "steps are numbered 1, 2, 3, … in their old order",
    sql: `UPDATE tutorial_steps SET step_number = places.place
    FROM (SELECT id, row_number() OVER (PARTITION BY tutorial_id ORDER BY step_number, created_at, id) AS place FROM tutorial_steps) AS places
    WHERE tutorial_steps.id = places.id AND step_number <> place`,
  },
  {
    what: "tutorials count their steps",
    sql: `UPDATE tutorials SET total_steps = counts.steps
    FROM (SELECT tutorials.id, count(tutorial_steps.id)::int AS steps FROM tutorials
      LEFT JOIN tutorial_steps ON tutorial_id = tutorials.id GROUP BY tutorials.id) AS counts
    WHERE tutorials.id = counts.id AND total_steps <> steps`,
  },
];
