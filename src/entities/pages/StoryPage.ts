import { ArgsType, Field, InputType } from "type-graphql";
import { connectionOf, DateTime, Filter, Id, MAX_PAGE_SIZE, orderOf, Page } from "#engine/entities";
import { Story } from "../Story.js";
import { StoryOrigin } from "../StoryOrigin.js";

export const StoryConnection = connectionOf("Story", () => Story);

export const StoryOrder = orderOf("Story", "stories", {
  createdAt: "When it was made.",
  updatedAt: "When it last changed.",
  title: "The headline, by code points.",
});

@InputType({ description: "Which stories to keep." })
export class StoryFilter {
  @Field(() => [Id], { nullable: true, description: `With one of these ids, at most ${MAX_PAGE_SIZE}.` })
  @Filter("in", "id")
  ids?: string[];

  @Field(() => Id, { nullable: true, description: "Of this account." })
  @Filter("=", "userId")
  userId?: string;

  @Field(() => Id, { nullable: true, description: "Told about this drawing." })
  @Filter("=", "drawingId")
  drawingId?: string;

  @Field(() => Boolean, { nullable: true, description: "Marked as a favourite, or not." })
  @Filter("=", "isFavorite")
  isFavorite?: boolean;

  @Field(() => StoryOrigin, { nullable: true, description: "Where it comes from." })
  @Filter("=", "origin")
  origin?: StoryOrigin;

  @Field(() => String, {
    nullable: true,
    description:
      'Every word in the title or a text, in either language: also inside a longer word, in another form, with or without umlauts. "…" for words in a row, -word to leave out. 1 to 100 characters. An admin needs userId beside it, or a list of one account.',
  })
  @Filter("search", "searchText", ["title", "titleDe", "storyTextDe", "storyTextEn"])
  search?: string;

  @Field(() => DateTime, { nullable: true, description: "Made before this instant." })
  @Filter("<", "createdAt")
  createdBefore?: string;

  @Field(() => DateTime, { nullable: true, description: "Made after this instant." })
  @Filter(">", "createdAt")
  createdAfter?: string;

  @Field(() => DateTime, { nullable: true, description: "Changed after this instant." })
  @Filter(">", "updatedAt")
  updatedAfter?: string;
}

@ArgsType()
export class StoryPage extends Page {
  @Field(() => StoryFilter, { nullable: true, description: "Which rows to keep; all conditions must hold." })
  filter?: StoryFilter;

  @Field(() => StoryOrder, { nullable: true, description: "The order; newest first when it is absent." })
  orderBy?: object;
}
