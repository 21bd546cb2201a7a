import { Field, ObjectType } from "type-graphql";
import { DateTime } from "#engine/entities";
import { type Read, type RequestContext, readRow } from "#engine/features";
import { User } from "../../entities/User.js";
import type { BegunSession } from "./Sessions.js";

@ObjectType({ description: "A session that has begun." })
export class AuthPayload {
  @Field(() => String, {
    description:
      "Send it as Authorization: Bearer <token>. Empty when the client has asked for a cookie, which holds it instead.",
  })
  token: string;

  @Field(() => DateTime, { description: "When the session ends, unless it is used before; each hour of use extends it." })
  expiresAt: Date;

  @Field(() => User, { description: "Whose session it is." })
  user: Read;

  /** Reads the user as the viewer of the new session. The token goes into the client's cookie where the client has asked for one. */
  static of(userId: string, { token, tokenHash, expiresAt }: BegunSession, { sessionCookie }: RequestContext): AuthPayload {
    const inCookie = sessionCookie?.isAsked === true;
    if (inCookie) sessionCookie.keep(token);
    return { token: inCookie ? "" : token, expiresAt, user: readRow({ id: userId }, tokenHash) };
  }
}
