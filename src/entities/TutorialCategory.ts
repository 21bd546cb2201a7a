import { Extensions, Field, Int, ObjectType } from "type-graphql";
import { ComputedField } from "#engine/entities";
import { NAME_LANGUAGE, NameLanguage, nameInLanguage, SEEN } from "./Language.js";
import { limits } from "./limits.js";

/**
 * Not a table: its rows are computed from the tutorials that the viewer may see. Spellings that are equal to the filter are one row,
 * under the most frequent of them, with the most frequent of their German names.
 */
@ObjectType({ description: "A kind of thing to draw, and how many tutorials there are about it." })
@Extensions({
  rows:
    'SELECT * FROM (SELECT mode() WITHIN GROUP (ORDER BY normalize(category, NFC) COLLATE "C") AS "name", ' +
    `mode() WITHIN GROUP (ORDER BY category_de COLLATE "C") FILTER (WHERE category_de ~ '${SEEN}') AS "nameDe", ` +
    'count(*)::int AS "tutorialCount" FROM {Tutorial} GROUP BY normalize(lower(category COLLATE "und-x-icu"), NFC) COLLATE "C") ' +
    `AS category ORDER BY "name" COLLATE "C" LIMIT ${limits.categories}`,
})
export class TutorialCategory {
  @ComputedField(() => String, {
    description: `The category, in the spelling that most of its tutorials have. ${NAME_LANGUAGE}`,
    arguments: () => NameLanguage,
    maxLength: limits.category,
    sql: nameInLanguage("name"),
  })
  name: string;

  @Field(() => Int, { description: "The number of its tutorials: those that the filter finds by its name as it is stored." })
  tutorialCount: number;
}
