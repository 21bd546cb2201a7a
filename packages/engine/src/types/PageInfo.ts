import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "Where a page lies in its list, as in Relay's cursor connections." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether a row follows the page." })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: "Whether a row precedes the page." })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: "The cursor of the page's first row." })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: "The cursor of the page's last row." })
  endCursor: string | null;
}
