import { Field, InputType } from "type-graphql";
import { CalendarDate } from "#engine/entities";
import { CharacterCount } from "#engine/features";
import { Language } from "../../entities/Language.js";
import { limits } from "../../entities/limits.js";
import { BirthDay } from "./BirthDay.js";
import { EmailAddress } from "./EmailAddress.js";
import { NEW_PASSWORD, NewPassword } from "./NewPassword.js";

@InputType({ description: "A new account." })
export class SignUpInput {
  @Field(() => String, { description: "The address to sign in with. White space around it and its case do not count." })
  @EmailAddress()
  email: string;

  @Field(() => String, { description: NEW_PASSWORD })
  @NewPassword()
  password: string;

  @Field(() => String, { nullable: true, description: `What the child wants to be called: up to ${limits.name} characters.` })
  @CharacterCount(0, limits.name)
  name?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: "The day of birth, from 1900 to today." })
  @BirthDay()
  birthdate?: string | null;

  @Field(() => Language, {
    nullable: true,
    description: "The language that the account prefers; English, and mails in both, when it is left out.",
  })
  language?: Language | null;
}
