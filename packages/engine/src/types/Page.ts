import { ArgsType, Field, Int } from "type-graphql";

@ArgsType()
export abstract class Page {
  @Field(() => Int, {
    nullable: true,
    description: "How many rows from the start, 0 to 100; 20 when neither first nor last is given.",
  })
  first?: number;

  @Field(() => String, { nullable: true, description: "Only rows after this cursor." })
  after?: string;

  @Field(() => Int, { nullable: true, description: "How many rows from the end, 0 to 100." })
  last?: number;

  @Field(() => String, { nullable: true, description: "Only rows before this cursor." })
  before?: string;
}
