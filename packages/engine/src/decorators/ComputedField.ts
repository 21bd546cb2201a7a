import { Args, Extensions, Field } from "type-graphql";

interface Computed<Arguments> {
  description: string;
  nullable?: boolean;
  /** The longest text that it can be, in characters. */
  maxLength?: number;
  arguments?: () => new () => Arguments;
  /** The least and the most that an argument may be, by its name: of each whole number among the arguments. */
  ranges?: Readonly<Record<string, readonly [least: number, most: number]>>;
  /**
   * The SQL of the value, with the entity's own properties in braces: `upper({title})`; `{viewer.column}` is a column of the
   * viewer's row, null when nobody is signed in. Enums and Booleans among the arguments become part of the SQL text. A whole
   * number is a parameter of the statement: `left({title}, {given.length})`. Text from a client never gets here.
   */
  sql: (given: Arguments) => string;
}

/** A field that PostgreSQL computes from the columns of its own row. */
export function ComputedField<Arguments>(type: () => unknown, computed: Computed<Arguments>): PropertyDecorator {
  return (prototype, property) => {
    Field(type as never, { description: computed.description, nullable: computed.nullable })(prototype, property);
    if (computed.arguments) Args(computed.arguments as never)(prototype, property, 0);
    Extensions({ sql: computed.sql, maxLength: computed.maxLength, ranges: computed.ranges })(prototype, property);
  };
}
