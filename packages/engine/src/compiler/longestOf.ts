import { type GraphQLField, getNamedType, isEnumType } from "graphql";
import { columnOf, type Model } from "./Model.js";

const CHARACTERS_OF_SCALAR: Readonly<Record<string, number>> = {
  ID: 36,
  DateTime: 24,
  Date: 10,
  Int: 11,
  Float: 24,
  Boolean: 5,
};

/** A text that may be longer than this counts as long. It is seldom as long as it may be, so PostgreSQL counts its real length. */
export const SHORT_TEXT = 100;

/** The most characters that one value of a leaf can have, or undefined when nothing declares them. */
export function longestOf(model: Model, parent: string, definition: GraphQLField<unknown, unknown>): number | undefined {
  const type = getNamedType(definition.type);
  if (isEnumType(type)) return Math.max(...type.getValues().map(({ name }) => name.length));
  const entity = model.entities.get(parent);
  const column = entity && columnOf(entity, definition.name);
  const characters = Number(
    definition.extensions.maxLength ?? CHARACTERS_OF_SCALAR[type.name] ?? (column?.length || undefined),
  );
  return Number.isFinite(characters) ? characters : undefined;
}
