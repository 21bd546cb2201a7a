import { Field, ObjectType } from "type-graphql";
import { DateTime, Url } from "#engine/entities";

@ObjectType({ description: "A copy of all that is held about an account. Its address works once." })
export class DataExport {
  @Field(() => Url, { description: "Where the copy is fetched as JSON, once and without a token. Keep it secret." })
  url: string;

  @Field(() => DateTime, { description: "When the address ends." })
  expiresAt: Date;
}
