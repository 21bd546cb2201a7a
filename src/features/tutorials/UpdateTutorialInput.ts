import { Field, InputType } from "type-graphql";
import { Url } from "../../entities/scalars/Url.js";
import { CharacterCount } from "../../inputs/CharacterCount.js";
import { NotNull } from "../../inputs/NotNull.js";
import { MAX_NAME, MAX_TEXT } from "./limits.js";

@InputType({ description: "What to change; a field that is left out stays, null clears it where it may be null." })
export class UpdateTutorialInput {
  @Field(() => String, { nullable: true, description: `What kind of thing is drawn: 1 to ${MAX_NAME} characters, not null.` })
  @NotNull()
  @CharacterCount(1, MAX_NAME)
  category?: string;

  @Field(() => String, { nullable: true, description: `What is drawn: 1 to ${MAX_NAME} characters, not null.` })
  @NotNull()
  @CharacterCount(1, MAX_NAME)
  subject?: string;

  @Field(() => Url, { nullable: true, description: "A small picture of the finished drawing." })
  thumbnailUrl?: string | null;

  @Field(() => String, { nullable: true, description: `What the lesson is about, in English: up to ${MAX_TEXT} characters.` })
  @CharacterCount(0, MAX_TEXT)
  descriptionEn?: string | null;

  @Field(() => String, { nullable: true, description: `What the lesson is about, in German: up to ${MAX_TEXT} characters.` })
  @CharacterCount(0, MAX_TEXT)
  descriptionDe?: string | null;
}
