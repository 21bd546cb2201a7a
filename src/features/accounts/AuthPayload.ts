import { Field, ObjectType } from "type-graphql";
import { type Read, readRow } from "../../compiler/Read.js";
import { DateTime } from "../../entities/scalars/DateTime.js";
import { User } from "../../entities/User.js";
import type { BegunSession } from "./Sessions.js";

@ObjectType({ description: "A session that has begun." })
export class AuthPayload {
  @Field(() => String, { description: "Send it as Authorization: Bearer <token>." })
  token: string;

  @Field(() => DateTime, { description: "When the session ends, unless it is used before; each hour of use extends it." })
  expiresAt: Date;

  @Field(() => User, { description: "Whose session it is." })
  user: Read;

  /** Reads the user as the viewer of the new session. */
  static of(userId: string, { token, tokenHash, expiresAt }: BegunSession): AuthPayload {
    return { token, expiresAt, user: readRow({ id: userId }, tokenHash) };
  }
}
