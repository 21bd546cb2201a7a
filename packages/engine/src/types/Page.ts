import { ArgsType, Field, Int } from "type-graphql";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "../compiler/PageRequest.js";

@ArgsType()
export abstract class Page {
  @Field(() => Int, {
    nullable: true,
    description: `How many rows from the start, 0 to ${MAX_PAGE_SIZE}; ${DEFAULT_PAGE_SIZE} when neither first nor last is given.`,
  })
  first?: number;

  @Field(() => String, { nullable: true, description: "Only rows after this cursor." })
  after?: string;

  @Field(() => Int, { nullable: true, description: `How many rows from the end, 0 to ${MAX_PAGE_SIZE}.` })
  last?: number;

  @Field(() => String, { nullable: true, description: "Only rows before this cursor." })
  before?: string;
}
