import type { GraphQLField } from "graphql";

/** The least and the most that whole numbers may be, by the names of the arguments. */
export type Ranges = Readonly<Record<string, readonly [least: number, most: number]>>;

const NONE: Ranges = {};

/** The ranges of a computed field's arguments. Each is a parameter of the statement, so it is no part of a shape. */
export const rangesOf = ({ extensions }: Pick<GraphQLField<unknown, unknown>, "extensions">): Ranges =>
  (extensions.ranges as Ranges | undefined) ?? NONE;
