import { Extensions, Field, Int, ObjectType } from "type-graphql";
import { limits } from "./limits.js";

/** Not a table: its rows are computed from the tutorials that the viewer may see. */
@ObjectType({ description: "A kind of thing to draw, and how many tutorials there are about it." })
@Extensions({
  rows:
    'SELECT category AS "name", count(*)::int AS "tutorialCount" FROM {Tutorial} GROUP BY category ORDER BY category ' +
    `LIMIT ${limits.categories}`,
})
export class TutorialCategory {
  @Extensions({ maxLength: limits.category })
  @Field(() => String, { description: "The category, as tutorials have it." })
  name: string;

  @Field(() => Int, { description: "The number of its tutorials." })
  tutorialCount: number;
}
