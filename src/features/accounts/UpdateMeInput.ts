import { Field, InputType } from "type-graphql";
import { CalendarDate } from "#engine/entities";
import { CharacterCount } from "#engine/features";
import { Language } from "../../entities/Language.js";
import { limits } from "../../entities/limits.js";
import { BirthDay } from "./BirthDay.js";

@InputType({ description: "What to change; a field that is left out stays, null clears it." })
export class UpdateMeInput {
  @Field(() => String, { nullable: true, description: `What the child wants to be called: up to ${limits.name} characters.` })
  @CharacterCount(0, limits.name)
  name?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: "The day of birth, from 1900 to today." })
  @BirthDay()
  birthdate?: string | null;

  @Field(() => Language, {
    nullable: true,
    description: "The language that the account prefers; null for English, and mails in both.",
  })
  language?: Language | null;
}
