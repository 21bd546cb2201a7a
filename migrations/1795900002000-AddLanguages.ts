import type { MigrationInterface, QueryRunner } from "typeorm";

/** [table, the columns whose texts are searched, in the order in which they are put together]. */
type Searched = Readonly<Record<"stories" | "tutorials" | "users", readonly string[]>>;

const BEFORE: Searched = {
  stories: ["title", "story_text_de", "story_text_en"],
  tutorials: ["subject", "category", "description_de", "description_en"],
  users: ["name", "email"],
};
const SINCE: Searched = {
  stories: ["title", "title_de", "story_text_de", "story_text_en"],
  tutorials: ["subject", "subject_de", "category", "category_de", "description_de", "description_en"],
  users: BEFORE.users,
};

const textOf = (columns: readonly string[]) =>
  `search_fold(concat_ws(' ', '', ${columns.map((column) => `NEW.${column}`).join(", ")}))`;
/** Spelt to the space as AddSearchText has it, so that down leaves what was there. */
const kept = (searched: Searched) => `CREATE OR REPLACE FUNCTION keep_search_text() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        CASE TG_TABLE_NAME
          ${Object.entries(searched)
            .map(([table, columns]) => `WHEN '${table}' THEN NEW.search_text = ${textOf(columns)};`)
            .join("\n          ")}
        END CASE;
        RETURN NEW;
      END
    $$`;
const keptOf = (table: "stories" | "tutorials", { [table]: columns }: Searched) =>
  `CREATE OR REPLACE TRIGGER keep_search_text BEFORE INSERT OR UPDATE OF ${columns.join(", ")} ON ${table}
    FOR EACH ROW EXECUTE FUNCTION keep_search_text()`;

/**
 * Tutorials have a German category and subject, and accounts have a language. German names are searched too, those of stories with them.
 * No row that a release has written has one, so what is searched of it stays as it is. The next migration validates the check.
 */
export class AddLanguages1795900002000 implements MigrationInterface {
  readonly name = "AddLanguages1795900002000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE tutorials ADD COLUMN category_de varchar(100), ADD COLUMN subject_de varchar(100)");
    await runner.query(kept(SINCE));
    for (const table of ["stories", "tutorials"] as const) await runner.query(keptOf(table, SINCE));
    await runner.query("ALTER TABLE users ADD COLUMN language varchar(2)");
    await runner.query("ALTER TABLE users ADD CONSTRAINT users_language_known CHECK (language IN ('EN', 'DE')) NOT VALID");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE users DROP COLUMN language");
    await runner.query(kept(BEFORE));
    for (const table of ["stories", "tutorials"] as const) await runner.query(keptOf(table, BEFORE));
    await runner.query("ALTER TABLE tutorials DROP COLUMN subject_de, DROP COLUMN category_de");
  }
}
