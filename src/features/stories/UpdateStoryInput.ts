import { Field, InputType } from "type-graphql";
import { Id, Url } from "#engine/entities";
import { CharacterCount, NotNull } from "#engine/features";
import { limits } from "../../entities/limits.js";

@InputType({
  description:
    "What to change; a field that is left out stays. Only drawingId and titleDe may be null: then the story is about no drawing, or has no headline of its own in German.",
})
export class UpdateStoryInput {
  @Field(() => Id, { nullable: true, description: "The drawing that it is about, one of the viewer's own." })
  drawingId?: string | null;

  @Field(() => String, { nullable: true, description: `The headline: 1 to ${limits.title} characters.` })
  @NotNull()
  @CharacterCount(1, limits.title)
  title?: string;

  @Field(() => String, { nullable: true, description: `The headline in German: 1 to ${limits.title} characters.` })
  @CharacterCount(1, limits.title)
  titleDe?: string | null;

  @Field(() => String, { nullable: true, description: `The text in English: up to ${limits.storyText} characters.` })
  @NotNull()
  @CharacterCount(0, limits.storyText)
  storyTextEn?: string;

  @Field(() => String, { nullable: true, description: `The text in German: up to ${limits.storyText} characters.` })
  @NotNull()
  @CharacterCount(0, limits.storyText)
  storyTextDe?: string;

  @Field(() => Url, { nullable: true, description: "The picture that goes with it." })
  @NotNull()
  imageUrl?: string;

  @Field(() => Boolean, { nullable: true, description: "Whether the child marked it." })
  @NotNull()
  isFavorite?: boolean;
}
