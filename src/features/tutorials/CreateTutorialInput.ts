import { ValidateNested } from "class-validator";
import { Field, InputType } from "type-graphql";
import { Id } from "../../entities/scalars/Id.js";
import { Url } from "../../entities/scalars/Url.js";
import { CharacterCount } from "../../inputs/CharacterCount.js";
import { ListSize } from "../../inputs/ListSize.js";
import { MAX_NAME, MAX_STEPS, MAX_TEXT } from "./limits.js";
import { TutorialStepInput } from "./TutorialStepInput.js";

@InputType({ description: "A new tutorial." })
export class CreateTutorialInput {
  @Field(() => Id, { nullable: true, description: "A UUID that the client made: sent twice, it makes one tutorial." })
  id?: string | null;

  @Field(() => String, { description: `What kind of thing is drawn: 1 to ${MAX_NAME} characters.` })
  @CharacterCount(1, MAX_NAME)
  category: string;

  @Field(() => String, { description: `What is drawn: 1 to ${MAX_NAME} characters.` })
  @CharacterCount(1, MAX_NAME)
  subject: string;

  @Field(() => Url, { nullable: true, description: "A small picture of the finished drawing." })
  thumbnailUrl?: string | null;

  @Field(() => String, { nullable: true, description: `What the lesson is about, in English: up to ${MAX_TEXT} characters.` })
  @CharacterCount(0, MAX_TEXT)
  descriptionEn?: string | null;

  @Field(() => String, { nullable: true, description: `What the lesson is about, in German: up to ${MAX_TEXT} characters.` })
  @CharacterCount(0, MAX_TEXT)
  descriptionDe?: string | null;

  @Field(() => [TutorialStepInput], { nullable: true, description: `Its steps in order: up to ${MAX_STEPS}.` })
  @ListSize(MAX_STEPS)
  @ValidateNested({ each: true })
  steps?: TutorialStepInput[] | null;
}
