import { Extensions } from "type-graphql";

/**
 * Says how a filter's field compares with a property of the rows: `@Filter(">", "createdAt")`. `in` takes a list, `caseless` finds a text in
 * any case, and `has` takes a Boolean and asks whether a to-many relation has rows. The service checks at start that the property is there
 * and that an index serves it.
 */
export function Filter(operator: "=" | ">" | "<" | "in" | "caseless" | "has", property: string): PropertyDecorator {
  return (prototype, field) => Extensions({ comparison: { operator, property } })(prototype, field);
}
