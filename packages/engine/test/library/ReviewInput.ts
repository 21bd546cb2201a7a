import { Field, InputType, Int } from "type-graphql";
import { Id } from "../../src/entities.js";
import { CharacterCount, NumberRange } from "../../src/features.js";

@InputType({ description: "What a review is made of." })
export class ReviewInput {
  @Field(() => Id, { description: "The book." })
  bookId: string;

  @Field(() => Int, { description: "From one to five." })
  @NumberRange(1, 5)
  stars: number;

  @Field(() => String, { nullable: true, description: "Why, in at most 500 characters." })
  @CharacterCount(0, 500)
  text?: string | null;
}
