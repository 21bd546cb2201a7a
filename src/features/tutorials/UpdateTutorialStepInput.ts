import { Field, InputType } from "type-graphql";
import { Url } from "#engine/entities";
import { CharacterCount, NotNull } from "#engine/features";
import { limits } from "../../entities/limits.js";

@InputType({ description: "What to change; a field that is left out stays." })
export class UpdateTutorialStepInput {
  @Field(() => String, { nullable: true, description: `What to do, in English: up to ${limits.instruction} characters.` })
  @NotNull()
  @CharacterCount(0, limits.instruction)
  instructionEn?: string;

  @Field(() => String, { nullable: true, description: `What to do, in German: up to ${limits.instruction} characters.` })
  @NotNull()
  @CharacterCount(0, limits.instruction)
  instructionDe?: string;

  @Field(() => Url, { nullable: true, description: "How the drawing looks after the step." })
  @NotNull()
  imageUrl?: string;
}
