import { Field, InputType } from "type-graphql";
import { Url } from "../../entities/scalars/Url.js";
import { CharacterCount } from "../../inputs/CharacterCount.js";
import { NotNull } from "../../inputs/NotNull.js";
import { MAX_TEXT } from "./limits.js";

@InputType({ description: "What to change; a field that is left out stays." })
export class UpdateTutorialStepInput {
  @Field(() => String, { nullable: true, description: `What to do, in English: up to ${MAX_TEXT} characters.` })
  @NotNull()
  @CharacterCount(0, MAX_TEXT)
  instructionEn?: string;

  @Field(() => String, { nullable: true, description: `What to do, in German: up to ${MAX_TEXT} characters.` })
  @NotNull()
  @CharacterCount(0, MAX_TEXT)
  instructionDe?: string;

  @Field(() => Url, { nullable: true, description: "How the drawing looks after the step." })
  @NotNull()
  imageUrl?: string;
}
