import type { MigrationInterface, QueryRunner } from "typeorm";

/** [table, the columns whose texts are searched, in the order in which they are put together]. */
const SEARCHED: readonly (readonly [string, readonly string[]])[] = [
  ["stories", ["title", "story_text_de", "story_text_en"]],
  ["tutorials", ["subject", "category", "description_de", "description_en"]],
  ["users", ["name", "email"]],
];
const touch = (table: string, by: string) => `CREATE OR REPLACE TRIGGER touch_updated_at BEFORE UPDATE ON ${table}
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION ${by}()`;

/**
 * Texts are searched in one column, in which they are folded: without case, accents and umlauts. A trigger keeps it, and not GENERATED
 * STORED, which would write the table anew while everybody waits. The next migrations fill the rows that are there.
 */
export class AddSearchText1795800030000 implements MigrationInterface {
  readonly name = "AddSearchText1795800030000";

  async up(runner: QueryRunner): Promise<void> {
    // ä, ae and a become one letter, as do ö and ü. Marks, joiners and soft hyphens go; white space becomes one space.
    await runner.query(`CREATE FUNCTION search_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT replace(replace(replace(replace(regexp_replace(regexp_replace(
        normalize(lower(given COLLATE "und-x-icu") COLLATE "C", NFD),
        '[\\u0300-\\u036f\\u00ad\\u200b-\\u200f\\ufe00-\\ufe0f]', '', 'g'),
        '[\\s\\u0085\\u00a0\\u2000-\\u200a\\u2028\\u2029\\u202f\\u3000]+', ' ', 'g'),
        'ß', 'ss'), 'ae', 'a'), 'oe', 'o'), 'ue', 'u')
    $$`);
    await runner.query(`CREATE FUNCTION search_trigrams(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
      SELECT ARRAY(SELECT DISTINCT substr(folded, place, 3) FROM generate_series(1, char_length(folded) - 2) AS place)
    $$`);
    // A line of what is asked for is a word +, a phrase ", punctuation ~, or a word - or phrase ! to leave out. Of each part, any of its forms
    // has to be there; a form of three letters where a word begins. Words that a language is full of count only where there is nothing else,
    // and so does punctuation. A single letter finds nothing. A form that has another one in it would find nothing more than that.
    await runner.query(`CREATE FUNCTION search_patterns(asked text, by_stem boolean, OUT wanted text[], OUT unwanted text[], OUT trigrams text[])
      LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
      BEGIN
        WITH parts AS MATERIALIZED (
          SELECT line.place, left(line.part, 1) AS kind, lower(normalize(substr(line.part, 2), NFC) COLLATE "und-x-icu") COLLATE "C" AS word
          FROM unnest(string_to_array(asked, E'\\n')) WITH ORDINALITY AS line(part, place)
        ), stemmed AS MATERIALIZED (
          SELECT place, kind, search_fold(word) AS whole,
            CASE WHEN by_stem AND kind IN ('+', '-') THEN ts_lexize('german_stem', word) END AS german,
            CASE WHEN by_stem AND kind IN ('+', '-') THEN ts_lexize('english_stem', word) END AS english
          FROM parts
        ), formed AS MATERIALIZED (
          SELECT place, kind, whole,
            CASE WHEN whole ~ '^[a-z]?$' THEN 0 WHEN kind = '~' OR german = '{}' OR english = '{}' THEN 1 ELSE 2 END AS weight,
            ARRAY(SELECT DISTINCT form FROM unnest(ARRAY[whole, search_fold(german[1]), search_fold(english[1]),
              CASE WHEN english[1] LIKE '%i' THEN search_fold(left(english[1], -1) || 'y') END,
              CASE WHEN german IS NOT NULL AND whole LIKE '%innen' THEN left(whole, -3) END]) AS form
              WHERE form = whole OR char_length(form) >= 3) AS forms
          FROM stemmed
        ), least AS MATERIALIZED (
          SELECT place, kind, whole, weight, max(weight) FILTER (WHERE kind NOT IN ('-', '!')) OVER () AS heaviest,
            ARRAY(SELECT form FROM unnest(forms) AS form WHERE NOT EXISTS (SELECT FROM unnest(forms) AS other
              WHERE other <> form AND strpos(form, other) > 0 AND (other = whole OR char_length(other) >= 4))) AS forms
          FROM formed
        ), spelled AS MATERIALIZED (
          SELECT place, kind, weight, heaviest, forms,
            ARRAY(SELECT CASE WHEN form = whole OR char_length(form) >= 4 THEN '%' ELSE '% ' END || regexp_replace(form, '([\\\\%_])', '\\\\\\1', 'g') || '%' FROM unnest(forms) AS form) AS patterns
          FROM least
        )
        SELECT
          array_agg(CASE WHEN weight = 0 THEN array_fill(NULL::text, ARRAY[4]) ELSE (patterns || array_fill(NULL::text, ARRAY[4]))[1:4] END
            ORDER BY place) FILTER (WHERE kind NOT IN ('-', '!') AND weight = heaviest),
          ARRAY(SELECT one FROM spelled AS other, unnest(other.patterns) AS one WHERE other.kind IN ('-', '!') AND other.weight > 0),
          ARRAY(SELECT DISTINCT one FROM spelled AS other, unnest(search_trigrams(other.forms[1])) AS one
            WHERE other.kind NOT IN ('-', '!') AND other.weight = other.heaviest AND cardinality(other.forms) = 1)
        INTO wanted, unwanted, trigrams FROM spelled;
      END
    $$`);
    // What is long is stored compressed, and || has it read once.
    await runner.query(`CREATE FUNCTION search_matches(folded text, wanted text[], unwanted text[]) RETURNS boolean
      LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE
        whole text := folded || '';
        patterns text[];
      BEGIN
        IF wanted IS NOT NULL THEN
          FOREACH patterns SLICE 1 IN ARRAY wanted LOOP
            IF (whole LIKE ANY (patterns)) IS NOT TRUE THEN RETURN false; END IF;
          END LOOP;
        END IF;
        RETURN (whole LIKE ANY (unwanted)) IS NOT TRUE;
      END
    $$`);
    // The text begins with a space, so that its first word does as all others do.
    await runner.query(`CREATE FUNCTION keep_search_text() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        CASE TG_TABLE_NAME
          ${SEARCHED.map(([table, columns]) => `WHEN '${table}' THEN NEW.search_text = search_fold(concat_ws(' ', '', ${columns.map((column) => `NEW.${column}`).join(", ")}));`).join("\n          ")}
        END CASE;
        RETURN NEW;
      END
    $$`);
    // What follows from other columns is no change of its own: filling it leaves updated_at alone.
    await runner.query(`CREATE FUNCTION touch_searched() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        OLD.search_text = NEW.search_text;
        IF OLD IS DISTINCT FROM NEW THEN NEW.updated_at = clock_timestamp(); END IF;
        RETURN NEW;
      END
    $$`);
    for (const [table, columns] of SEARCHED) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN search_text text`);
      await runner.query(touch(table, "touch_searched"));
      await runner.query(`CREATE TRIGGER keep_search_text BEFORE INSERT OR UPDATE OF ${columns.join(", ")} ON ${table}
        FOR EACH ROW EXECUTE FUNCTION keep_search_text()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of SEARCHED) {
      await runner.query(`DROP TRIGGER keep_search_text ON ${table}`);
      await runner.query(touch(table, "touch_updated_at"));
      await runner.query(`ALTER TABLE ${table} DROP COLUMN search_text`);
    }
    await runner.query("DROP FUNCTION touch_searched()");
    await runner.query("DROP FUNCTION keep_search_text()");
    await runner.query("DROP FUNCTION search_matches(text, text[], text[])");
    await runner.query("DROP FUNCTION search_patterns(text, boolean)");
    await runner.query("DROP FUNCTION search_trigrams(text)");
    await runner.query("DROP FUNCTION search_fold(text)");
  }
}
