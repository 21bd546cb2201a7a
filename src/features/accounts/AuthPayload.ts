import { Field, ObjectType } from "type-graphql";
import type { Read } from "../../compiler/Read.js";
import { DateTime } from "../../entities/scalars/DateTime.js";
import { User } from "../../entities/User.js";

@ObjectType({ description: "A session that has begun." })
export class AuthPayload {
  @Field(() => String, { description: "Send it as Authorization: Bearer <token>." })
  token: string;

  @Field(() => DateTime, { description: "When it stops working." })
  expiresAt: Date;

  @Field(() => User, { description: "Whose session it is." })
  user: Read;
}
