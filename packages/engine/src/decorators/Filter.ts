import { Extensions } from "type-graphql";

type Operator = "=" | ">" | "<" | "in" | "caseless" | "has" | "search" | "contains";

/**
 * Says how a filter's field compares with a property of the rows: `@Filter(">", "createdAt")`. `in` takes a list, `caseless` finds a text in
 * any case, `search` looks for words in any of their forms and `contains` for words letter by letter, in a column that holds these texts folded
 * (`search_fold` in the database), and `has` takes a Boolean and asks whether a to-many relation has rows. The service checks at start that the property is there
 * and that an index serves it.
 */
export function Filter(operator: Operator, property: string, texts?: readonly string[]): PropertyDecorator {
  return (prototype, field) => Extensions({ comparison: { operator, property, texts } })(prototype, field);
}
