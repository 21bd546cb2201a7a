import { type ClassType, Field, InputType, registerEnumType } from "type-graphql";
import { OrderDirection } from "./OrderDirection.js";

/**
 * Makes the input `<Name>Order` and its enum `<Name>OrderField` for the lists of an entity.
 * @param rows what they are called in the descriptions, as "stories".
 * @param fields the properties that they can be sorted by, each with its description. The first is the default.
 */
export function orderOf(name: string, rows: string, fields: Readonly<Record<string, string>>): ClassType {
  const entries = Object.entries(fields).map(([property, description]) => ({ property, description, value: upper(property) }));
  // The values are the properties that the compiler sorts by.
  const values = Object.fromEntries(entries.map(({ value, property }) => [value, property]));
  registerEnumType(values, {
    name: `${name}OrderField`,
    description: `What ${rows} can be sorted by.`,
    valuesConfig: Object.fromEntries(entries.map(({ value, description }) => [value, { description }])),
  });

  @InputType(`${name}Order`, { description: `The order of ${rows}; ties are broken by id.` })
  class Order {
    @Field(() => values, { defaultValue: entries[0]?.property, description: "What to sort by." })
    field: string;

    @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: "Which end comes first." })
    direction: OrderDirection;
  }
  return Order;
}

/** createdAt as CREATED_AT. */
const upper = (property: string) => property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
