import type { MigrationInterface, QueryRunner } from "typeorm";

const CHECKS = [
  ["tutorials", "tutorials_thumbnail_url_length", "char_length(thumbnail_url) <= 2048"],
  ["tutorials", "tutorials_description_en_length", "char_length(description_en) <= 5000"],
  ["tutorials", "tutorials_description_de_length", "char_length(description_de) <= 5000"],
  ["tutorial_steps", "tutorial_steps_instruction_en_length", "char_length(instruction_en) <= 2000"],
  ["tutorial_steps", "tutorial_steps_instruction_de_length", "char_length(instruction_de) <= 2000"],
  ["tutorial_steps", "tutorial_steps_image_url_length", "char_length(image_url) <= 2048"],
  ["tutorial_steps", "tutorial_steps_step_number_most", "step_number <= 50"],
  ["drawings", "drawings_uploaded_image_url_length", "char_length(uploaded_image_url) <= 2048"],
  [
    "drawings",
    "drawings_edited_images_urls_length",
    "cardinality(edited_images_urls) <= 50 AND char_length(array_to_string(edited_images_urls, '')) <= 102400",
  ],
  ["stories", "stories_story_text_en_length", "char_length(story_text_en) <= 20000"],
  ["stories", "stories_story_text_de_length", "char_length(story_text_de) <= 20000"],
  ["stories", "stories_image_url_length", "char_length(image_url) <= 2048"],
];

/**
 * The longest that each text may be, and the most steps that a tutorial may have, so that the size of any answer is known before it is
 * read. First the checks hold for what is written from now on, then the rows that are there are read. Each statement is a transaction of
 * its own, so that no lock lasts: others read and write while rows are read.
 *
 * A database that was adopted may hold longer values. Then the migration stops with the name of the check that they break, and stays
 * pending: no row is changed, and new rows are held to the checks already. Find the rows by the check's condition, as in
 * SELECT id FROM stories WHERE char_length(story_text_en) > 20000, shorten them, and migrate again.
 */
export class LimitLengths1795478400000 implements MigrationInterface {
  readonly name = "LimitLengths1795478400000";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // A run that stopped has left its checks.
    for (const [table, name, condition] of CHECKS)
      await runner.query(
        `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}, ADD CONSTRAINT ${name} CHECK (${condition}) NOT VALID`,
      );
    for (const [table, name] of CHECKS) await runner.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, name] of CHECKS) await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}`);
  }
}
