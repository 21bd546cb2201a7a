import { ArgsType, Field, Int } from "type-graphql";
import { InLanguage, inLanguage } from "./Language.js";
import { limits } from "./limits.js";

export const EXCERPT_LENGTHS = [20, limits.excerpt] as const;
const USUAL = 200;

@ArgsType()
export class InExcerpt extends InLanguage {
  @Field(() => Int, { defaultValue: USUAL, description: "How many characters it has at most." })
  length: number;
}

/** A character at which a line may break, named by itself: `\s` would be what the database's locale says. */
const SPACE = "\\u0009-\\u000d\\u0020\\u0085\\u1680\\u2000-\\u2006\\u2008-\\u200b\\u2028\\u2029\\u205f\\u3000";
/** All before the last break; nothing matches where there is none after a word. */
const WHOLE_WORDS = `^(.*[^${SPACE}])[${SPACE}]`;

/**
 * The SQL of the beginning of a text in the language asked for, from the properties `<base>En` and `<base>De`: cut between words, or within
 * the first one where that is longer, and with … where there is more.
 */
export function excerptOf(base: string): (given: InExcerpt) => string {
  return (given) => `(SELECT CASE WHEN char_length(whole.told) <= whole.most THEN whole.told
    ELSE coalesce(substring(left(whole.told, whole.most) FROM '${WHOLE_WORDS}'), left(whole.told, whole.most - 1)) || '…' END
    FROM (SELECT ${inLanguage(base)(given)} AS told, {given.length} AS most OFFSET 0) AS whole)`;
}
