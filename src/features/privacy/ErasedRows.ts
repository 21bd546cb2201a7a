import { Extensions, Field, Int, ObjectType } from "type-graphql";
import { limits } from "../../entities/limits.js";

@ObjectType({ description: "How many rows of a table were deleted." })
export class ErasedRows {
  @Field(() => String, { description: "The table." })
  @Extensions({ maxLength: limits.tableName })
  table: string;

  @Field(() => Int, { description: "The number of its rows." })
  rows: number;
}
