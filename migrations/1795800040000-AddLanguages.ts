import type { MigrationInterface, QueryRunner } from "typeorm";

const searchedOf = (tutorial: string) => `CREATE OR REPLACE FUNCTION keep_search_text() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        CASE TG_TABLE_NAME
          WHEN 'stories' THEN NEW.search_text = search_fold(concat_ws(' ', '', NEW.title, NEW.story_text_de, NEW.story_text_en));
          WHEN 'tutorials' THEN NEW.search_text = search_fold(concat_ws(' ', '', ${tutorial}));
          WHEN 'users' THEN NEW.search_text = search_fold(concat_ws(' ', '', NEW.name, NEW.email));
        END CASE;
        RETURN NEW;
      END
    $$`;
const keptOn = (
  columns: string,
) => `CREATE OR REPLACE TRIGGER keep_search_text BEFORE INSERT OR UPDATE OF ${columns} ON tutorials
  FOR EACH ROW EXECUTE FUNCTION keep_search_text()`;

/**
 * Tutorials have a German category and subject, which are searched too, and accounts have a language. Rows that are there have none of
 * them, so what is searched of them stays as it is. The next migration validates the check.
 */
export class AddLanguages1795800040000 implements MigrationInterface {
  readonly name = "AddLanguages1795800040000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE tutorials ADD COLUMN category_de varchar(100), ADD COLUMN subject_de varchar(100)");
    await runner.query(
      searchedOf("NEW.subject, NEW.subject_de, NEW.category, NEW.category_de, NEW.description_de, NEW.description_en"),
    );
    await runner.query(keptOn("subject, subject_de, category, category_de, description_de, description_en"));
    await runner.query("ALTER TABLE users ADD COLUMN language varchar(2)");
    await runner.query("ALTER TABLE users ADD CONSTRAINT users_language_known CHECK (language IN ('EN', 'DE')) NOT VALID");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE users DROP COLUMN language");
    await runner.query(keptOn("subject, category, description_de, description_en"));
    await runner.query(searchedOf("NEW.subject, NEW.category, NEW.description_de, NEW.description_en"));
    await runner.query("ALTER TABLE tutorials DROP COLUMN subject_de, DROP COLUMN category_de");
  }
}
