import { Extensions } from "type-graphql";
import { Check } from "typeorm";
import { snakeCase } from "typeorm/util/StringUtils.js";

/**
 * The longest text that a column without a length of its own holds, in characters. The database checks it, and the field has it as
 * `extensions.maxLength`, by which the size of an answer is computed.
 */
export function MaxLength(characters: number): PropertyDecorator {
  return (prototype, property) => {
    Check(`char_length(${snakeCase(String(property))}) <= ${characters}`)(prototype, property);
    Extensions({ maxLength: characters })(prototype, property);
  };
}
