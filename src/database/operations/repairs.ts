/** The statements that make rows of the Python service meet the constraints of the first migration. They lose no row. */
export const repairs: readonly string[] = [
  "UPDATE users SET email = lower(normalize(btrim(email), NFC)) WHERE email <> lower(normalize(btrim(email), NFC))",
  "UPDATE stories SET is_favorite = false WHERE is_favorite IS NULL",
  "UPDATE stories SET generation_time_ms = NULL WHERE generation_time_ms < 0",
  "UPDATE drawings SET edited_images_urls = '{}' WHERE edited_images_urls IS NULL",
  // Numbers the steps 1, 2, 3, … in their old order, and counts them on the tutorial.
  `UPDATE tutorial_steps SET step_number = places.place
    FROM (SELECT id, row_number() OVER (PARTITION BY tutorial_id ORDER BY step_number, created_at, id) AS place FROM tutorial_steps) AS places
    WHERE tutorial_steps.id = places.id AND step_number <> place`,
  `UPDATE tutorials SET total_steps = counts.steps
    FROM (SELECT tutorials.id, count(tutorial_steps.id)::int AS steps FROM tutorials
      LEFT JOIN tutorial_steps ON tutorial_id = tutorials.id GROUP BY tutorials.id) AS counts
    WHERE tutorials.id = counts.id AND total_steps <> steps`,
];
