import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isScalarType,
} from "graphql";

/** An argument or a field of an input. */
interface InputValue {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A character beyond the basic plane, as JSON writes it in ASCII alone: two times six bytes. */
const BYTES_OF_CHARACTER = 12;
/** The quotes of a text or a name; its colon or comma, with a space. */
const QUOTES = 2;
const SEPARATORS = 4;
const BYTES_OF_SCALAR: Readonly<Record<string, number>> = { Boolean: 5, Int: 11 };

/**
 * The most bytes that the arguments of one mutation can take as JSON, by the lengths and numbers that their inputs declare. A body's
 * limit follows from it. @throws Error that names a text without a longest length, or a list without a longest length.
 */
export function longestInput(schema: GraphQLSchema): number {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  return Math.max(
    0,
    ...mutations.map(({ name, args, extensions }) =>
      bytesOfFields(
        name,
        args.map((one) => measured(one, extensions)),
        BYTES_OF_CHARACTER,
      ),
    ),
  );
}

/**
 * An argument that is a text by itself has its longest length from its mutation, as `extensions.argumentLengths`, and a list its most of
 * entries, as `extensions.argumentEntries`.
 */
function measured(argument: InputValue, { argumentLengths = {}, argumentEntries = {} }: InputValue["extensions"]): InputValue {
  const maxLength = (argumentLengths as Record<string, unknown>)[argument.name];
  const maxEntries = (argumentEntries as Record<string, unknown>)[argument.name];
  const own = { ...(maxLength !== undefined && { maxLength }), ...(maxEntries !== undefined && { maxEntries }) };
  return { ...argument, extensions: { ...argument.extensions, ...own } };
}

function bytesOfFields(path: string, fields: readonly InputValue[], perCharacter: number): number {
  return fields.reduce(
    (sum, field) => sum + field.name.length + QUOTES + SEPARATORS + bytesOf(`${path}.${field.name}`, field, perCharacter),
    QUOTES,
  );
}

function bytesOf(path: string, { name, type, extensions }: InputValue, perCharacter: number): number {
  const nullable = getNullableType(type);
  if (isInputObjectType(nullable)) return bytesOfFields(path, Object.values(nullable.getFields()), perCharacter);
  if (isListType(nullable)) {
    const { maxEntries, maxCharacters } = extensions;
    if (typeof maxEntries !== "number") throw new Error(`${path}: a list without a most of entries`);
    const entry = { name, type: nullable.ofType, extensions: {} };
    const bytes = (each: number) => QUOTES + maxEntries * (SEPARATORS + bytesOf(path, entry, each));
    const separately = bytes(perCharacter);
    // Together the texts take their share of the whole, however it is divided among them.
    return typeof maxCharacters === "number" ? Math.min(separately, bytes(0) + maxCharacters * perCharacter) : separately;
  }
  if (isEnumType(nullable)) return QUOTES + Math.max(...nullable.getValues().map((value) => value.name.length));
  const maxLength = extensions.maxLength ?? (isScalarType(nullable) ? nullable.extensions.maxLength : undefined);
  if (typeof maxLength === "number") return QUOTES + maxLength * perCharacter;
  const bytes = BYTES_OF_SCALAR[nullable.name];
  if (bytes === undefined) throw new Error(`${path}: a text without a longest length`);
  return bytes;
}
