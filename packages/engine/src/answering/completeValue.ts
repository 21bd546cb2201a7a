import { type GraphQLOutputType, isLeafType, isListType, isNonNullType, isObjectType } from "graphql";
import type { ByteText } from "../byteText.js";
import { type BoundField, fieldsUnder } from "../compiler/BoundField.js";
import { isRead, type Read } from "../compiler/Read.js";
import { bytesOfJson } from "./JsonText.js";
import { ResolverMistake } from "./ResolverMistake.js";

/** Reads a field from the database, and returns its JSON. */
type ReadField = (field: BoundField, read: Read) => Promise<ByteText>;

/**
 * The JSON of what a mutation's resolver returned, as the field's type says (GraphQL specification, section 6.4.3): a Read, a plain
 * value, or a payload of both, such as a token beside its user.
 * @throws ResolverMistake when the value does not fit the type.
 */
export async function completeValue(field: BoundField, value: unknown, readField: ReadField): Promise<ByteText> {
  const { definition, parent } = field.selected;
  return definition ? complete(definition.type, value) : bytesOfJson(parent.name);

  async function complete(type: GraphQLOutputType, given: unknown): Promise<ByteText> {
    if (isRead(given)) return readField(field, given);
    if (isNonNullType(type)) {
      if (given === null || given === undefined) throw new ResolverMistake(field, `returned null for ${type}.`);
      return complete(type.ofType, given);
    }
    if (given === null || given === undefined) return "null";
    if (isListType(type)) {
      if (!Array.isArray(given)) throw new ResolverMistake(field, `returned no list for ${type}.`);
      return `[${(await inTurn(given, (one) => complete(type.ofType, one))).join(",")}]`;
    }
    if (isLeafType(type)) return bytesOfJson(type.serialize(given));
    if (!isObjectType(type) || typeof given !== "object" || Array.isArray(given))
      throw new ResolverMistake(field, `returned what ${type} cannot hold.`);
    const members = await inTurn(fieldsUnder(field), async (part) => {
      const { responseKey, name } = part.selected;
      return `"${responseKey}":${await completeValue(part, (given as Record<string, unknown>)[name], readField)}`;
    });
    return `{${members.join(",")}}`;
  }
}

/** In turn, so that all reads share one connection. */
async function inTurn<Value, Result>(
  values: readonly Value[],
  work: (value: Value) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const value of values) results.push(await work(value));
  return results;
}
