import { type GraphQLInputType, getNullableType, isInputObjectType, isListType, isNonNullType } from "graphql";

/** What an input value is made of. Paths are written as `input.steps.0.imageUrl`. */
export interface Choice {
  /** Whether an optional field or argument is sent, or a list has an entry. */
  readonly includes: (path: string) => boolean;
  /** The value of a scalar or enum. */
  readonly leaf: (type: GraphQLInputType, path: string) => unknown;
  /** What stands at one path instead of a value of its type. */
  readonly instead?: { readonly path: string; readonly value: unknown };
}

/** A value of an input type; what is required is always there. */
export function inputValue(type: GraphQLInputType, path: string, choice: Choice): unknown {
  if (choice.instead?.path === path) return choice.instead.value;
  const nullable = getNullableType(type);
  if (isListType(nullable)) return choice.includes(`${path}.0`) ? [inputValue(nullable.ofType, `${path}.0`, choice)] : [];
  if (!isInputObjectType(nullable)) return choice.leaf(nullable, path);
  const fields = Object.values(nullable.getFields()).filter(
    (field) => isNonNullType(field.type) || choice.includes(`${path}.${field.name}`),
  );
  return Object.fromEntries(fields.map((field) => [field.name, inputValue(field.type, `${path}.${field.name}`, choice)]));
}
