import { Field, InputType } from "type-graphql";
import { Url } from "#engine/entities";
import { CharacterCount, NotNull } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { composed } from "./composed.js";

@InputType({ description: "What to change; a field that is left out stays, null clears it where it may be null." })
export class UpdateTutorialInput {
  @Field(() => String, {
    nullable: true,
    description: `What kind of thing is drawn: 1 to ${limits.category} characters, not null.`,
  })
  @NotNull()
  @CharacterCount(1, limits.category, composed)
  category?: string;

  @Field(() => String, { nullable: true, description: `The category in German: 1 to ${limits.category} characters.` })
  @CharacterCount(1, limits.category, composed)
  categoryDe?: string | null;

  @Field(() => String, { nullable: true, description: `What is drawn: 1 to ${limits.subject} characters, not null.` })
  @NotNull()
  @CharacterCount(1, limits.subject, composed)
  subject?: string;

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
}
