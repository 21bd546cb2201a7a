import { Extensions } from "type-graphql";
import { Check } from "typeorm";
import { snakeCase } from "typeorm/util/StringUtils.js";

/**
 * The most texts that a column of them holds, and the longest of each, in characters. The database checks their number and their
 * length together, since a check cannot look at each; the field tells both, as `extensions.maxEntries` and `extensions.maxLength`.
 * No entry is absent or empty, and none is a list.
 */
export function MaxTexts(entries: number, characters: number): PropertyDecorator {
  return (prototype, property) => {
    const column = snakeCase(String(property));
    const length = `char_length(array_to_string(${column}, '')) <= ${entries * characters}`;
    Check(`cardinality(${column}) <= ${entries} AND ${length}`)(prototype, property);
    Check(
      `cardinality(${column}) = 0 OR CASE WHEN array_ndims(${column}) = 1 THEN array_position(${column}, NULL) IS NULL AND array_position(${column}, '') IS NULL ELSE false END`,
    )(prototype, property);
    Extensions({ maxEntries: entries, maxLength: characters })(prototype, property);
  };
}
