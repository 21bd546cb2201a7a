import { GraphQLScalarType, Kind, type ValueNode } from "graphql";
import type { FieldCode } from "../errors.js";
import { InvalidValue } from "./InvalidValue.js";

interface StringScalar {
  name: string;
  description: string;
  specifiedByURL?: string;
  /** The length of the longest valid text, in characters; the cost of an answer is computed by it, as `extensions.maxLength`. */
  maxLength: number;
  /** The code of a refusal, as clients find it in extensions.fields. */
  code: FieldCode;
  /** The message: what a client has to send instead. It never quotes what was sent. */
  expected: string;
  /** The value in its canonical form, or undefined when it is not one. */
  read: (text: string) => string | undefined;
  write?: (value: unknown) => unknown;
}

/** Makes a scalar that travels as a string and stays one, so that a time keeps its microseconds on the way to PostgreSQL. */
export function stringScalar({ code, expected, read, write, maxLength, ...names }: StringScalar): GraphQLScalarType {
  const parseValue = (value: unknown) =>
    (typeof value === "string" ? read(value) : undefined) ?? new InvalidValue(code, expected);
  return new GraphQLScalarType<unknown, unknown>({
    ...names,
    extensions: { maxLength },
    parseValue,
    parseLiteral: (node: ValueNode) => parseValue(node.kind === Kind.STRING ? node.value : undefined),
    serialize: (value) => (write ? write(value) : String(value)),
  });
}
