import { Field, InputType } from "type-graphql";
import { Url } from "#engine/entities";
import { CharacterCount } from "#engine/features";
import { limits } from "../../entities/limits.js";

@InputType({ description: "A new step." })
export class TutorialStepInput {
  @Field(() => String, { description: `What to do, in English: up to ${limits.instruction} characters.` })
  @CharacterCount(0, limits.instruction)
  instructionEn: string;

  @Field(() => String, { description: `What to do, in German: up to ${limits.instruction} characters.` })
  @CharacterCount(0, limits.instruction)
  instructionDe: string;

  @Field(() => Url, { description: "How the drawing looks after the step." })
  imageUrl: string;
}
