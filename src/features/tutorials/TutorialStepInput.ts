import { Field, InputType } from "type-graphql";
import { Url } from "../../entities/scalars/Url.js";
import { CharacterCount } from "../../inputs/CharacterCount.js";
import { MAX_TEXT } from "./limits.js";

@InputType({ description: "A new step." })
export class TutorialStepInput {
  @Field(() => String, { description: `What to do, in English: up to ${MAX_TEXT} characters.` })
  @CharacterCount(0, MAX_TEXT)
  instructionEn: string;

  @Field(() => String, { description: `What to do, in German: up to ${MAX_TEXT} characters.` })
  @CharacterCount(0, MAX_TEXT)
  instructionDe: string;

  @Field(() => Url, { description: "How the drawing looks after the step." })
  imageUrl: string;
}
