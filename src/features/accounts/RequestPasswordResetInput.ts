import { Field, InputType } from "type-graphql";
import { CharacterCount } from "#engine/features";
import { Language } from "../../entities/Language.js";
import { limits } from "../../entities/limits.js";
import { MAIL_LANGUAGE } from "./InMail.js";

@InputType({ description: "Which account has lost its password." })
export class RequestPasswordResetInput {
  @Field(() => String, { description: "The email of the account, in any case." })
  @CharacterCount(0, limits.email)
  email: string;

  @Field(() => Language, { nullable: true, description: MAIL_LANGUAGE })
  language?: Language | null;
}
