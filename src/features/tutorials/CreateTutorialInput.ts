import { ValidateNested } from "class-validator";
import { Field, InputType } from "type-graphql";
import { Id, Url } from "#engine/entities";
import { CharacterCount, ListSize, TotalCharacters } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { composed } from "./composed.js";
import { TutorialStepInput } from "./TutorialStepInput.js";

@InputType({ description: "A new tutorial." })
export class CreateTutorialInput {
  @Field(() => Id, { nullable: true, description: "A UUID that the client makes. Sent twice, it makes one tutorial." })
  id?: string | null;

  @Field(() => String, { description: `What kind of thing is drawn: 1 to ${limits.category} characters.` })
  @CharacterCount(1, limits.category, composed)
  category: string;

  @Field(() => String, { nullable: true, description: `The category in German: 1 to ${limits.category} characters.` })
  @CharacterCount(1, limits.category, composed)
  categoryDe?: string | null;

  @Field(() => String, { description: `What is drawn: 1 to ${limits.subject} characters.` })
  @CharacterCount(1, limits.subject, composed)
  subject: string;

  @Field(() => String, { nullable: true, description: `The subject in German: 1 to ${limits.subject} characters.` })
  @CharacterCount(1, limits.subject, composed)
  subjectDe?: string | null;

  @Field(() => Url, { nullable: true, description: "A small picture of the finished drawing." })
  thumbnailUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `What the lesson is about, in English: up to ${limits.description} characters.`,
  })
  @CharacterCount(0, limits.description)
  descriptionEn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `What the lesson is about, in German: up to ${limits.description} characters.`,
  })
  @CharacterCount(0, limits.description)
  descriptionDe?: string | null;

  @Field(() => [TutorialStepInput], {
    nullable: true,
    description: `Its steps in order: up to ${limits.steps}, of up to ${limits.sentSteps} characters together.`,
  })
  @ListSize(limits.steps)
  @TotalCharacters(limits.sentSteps, "Add the other steps by addTutorialStep.")
  @ValidateNested({ each: true })
  steps?: TutorialStepInput[] | null;
}
