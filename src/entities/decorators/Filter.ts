import { Extensions } from "type-graphql";

/**
 * Says how a filter's field compares with a property of the rows: `@Filter(">", "createdAt")`. The service checks at start that the
 * property is there and that an index serves it.
 */
export function Filter(operator: "=" | ">" | "<", property: string): PropertyDecorator {
  return (prototype, field) => Extensions({ comparison: { operator, property } })(prototype, field);
}
