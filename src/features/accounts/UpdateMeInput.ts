import { Field, InputType } from "type-graphql";
import { CalendarDate } from "../../entities/scalars/CalendarDate.js";
import { CharacterCount } from "../../inputs/CharacterCount.js";
import { BirthDay } from "./BirthDay.js";
import { MAX_NAME } from "./limits.js";

@InputType({ description: "What to change; a field that is left out stays, null clears it." })
export class UpdateMeInput {
  @Field(() => String, { nullable: true, description: "What the child wants to be called: up to 50 characters." })
  @CharacterCount(0, MAX_NAME)
  name?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: "The day of birth, from 1900 to today." })
  @BirthDay()
  birthdate?: string | null;
}
