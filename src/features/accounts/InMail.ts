import { ArgsType, Field } from "type-graphql";
import { Language } from "../../entities/Language.js";

export const MAIL_LANGUAGE =
  "The language of the mail. Without it the account's, or English and German where nobody has chosen one.";

@ArgsType()
export class InMail {
  @Field(() => Language, { nullable: true, description: MAIL_LANGUAGE })
  language?: Language | null;
}
