import { Field, InputType } from "type-graphql";
import { Id } from "../../entities/scalars/Id.js";
import { Url } from "../../entities/scalars/Url.js";
import { CharacterCount } from "../../inputs/CharacterCount.js";
import { NotNull } from "../../inputs/NotNull.js";
import { MAX_STORY_TEXT, MAX_TITLE } from "./limits.js";

@InputType({
  description: "What to change; a field that is left out stays. Only drawingId may be null, which unties the story.",
})
export class UpdateStoryInput {
  @Field(() => Id, { nullable: true, description: "The drawing that it is about, one of the viewer's own." })
  drawingId?: string | null;

  @Field(() => String, { nullable: true, description: `The headline: 1 to ${MAX_TITLE} characters.` })
  @NotNull()
  @CharacterCount(1, MAX_TITLE)
  title?: string;

  @Field(() => String, { nullable: true, description: `The text in English: up to ${MAX_STORY_TEXT} characters.` })
  @NotNull()
  @CharacterCount(0, MAX_STORY_TEXT)
  storyTextEn?: string;

  @Field(() => String, { nullable: true, description: `The text in German: up to ${MAX_STORY_TEXT} characters.` })
  @NotNull()
  @CharacterCount(0, MAX_STORY_TEXT)
  storyTextDe?: string;

  @Field(() => Url, { nullable: true, description: "The picture that goes with it." })
  @NotNull()
  imageUrl?: string;

  @Field(() => Boolean, { nullable: true, description: "Whether the child marked it." })
  @NotNull()
  isFavorite?: boolean;
}
