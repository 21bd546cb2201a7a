import { Field, InputType, Int } from "type-graphql";
import { Id, Url } from "#engine/entities";
import { CharacterCount, NumberRange } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { StoryOrigin } from "../../entities/StoryOrigin.js";
import { FitsOrigin } from "./FitsOrigin.js";

@InputType({ description: "A new story." })
export class CreateStoryInput {
  @Field(() => Id, { nullable: true, description: "A UUID that the client makes. Sent twice, it makes one story." })
  id?: string | null;

  @Field(() => Id, { nullable: true, description: "The drawing that it is about, one of the viewer's own." })
  drawingId?: string | null;

  @Field(() => String, { description: `The headline: 1 to ${limits.title} characters.` })
  @CharacterCount(1, limits.title)
  title: string;

  @Field(() => String, { nullable: true, description: `The headline in German: 1 to ${limits.title} characters.` })
  @CharacterCount(1, limits.title)
  titleDe?: string | null;

  @Field(() => String, { description: `The text in English: up to ${limits.storyText} characters.` })
  @CharacterCount(0, limits.storyText)
  storyTextEn: string;

  @Field(() => String, { description: `The text in German: up to ${limits.storyText} characters.` })
  @CharacterCount(0, limits.storyText)
  storyTextDe: string;

  @Field(() => Url, { description: "The picture that goes with it." })
  imageUrl: string;

  @Field(() => Boolean, { nullable: true, description: "Whether the child marked it; false when it is left out." })
  isFavorite?: boolean | null;

  @Field(() => Int, { nullable: true, description: "How long the AI took to write it, in milliseconds." })
  @NumberRange(0, limits.generationTimeMs)
  generationTimeMs?: number | null;

  @Field(() => StoryOrigin, {
    nullable: true,
    description: "Where it comes from; HUMAN when it is left out, and AI when generationTimeMs or aiModel is given.",
  })
  @FitsOrigin()
  origin?: StoryOrigin | null;

  @Field(() => String, {
    nullable: true,
    description: `The model that wrote it, when an AI did: 1 to ${limits.aiModel} characters.`,
  })
  @CharacterCount(1, limits.aiModel)
  aiModel?: string | null;
}
