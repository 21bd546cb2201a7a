import { ArgsType, Field, InputType } from "type-graphql";
import { connectionOf, DateTime, Filter, Id, MAX_PAGE_SIZE, orderOf, Page } from "#engine/entities";
import { Drawing } from "../Drawing.js";

export const DrawingConnection = connectionOf("Drawing", () => Drawing);

export const DrawingOrder = orderOf("Drawing", "drawings", {
  createdAt: "When it was made.",
  updatedAt: "When it last changed.",
});

@InputType({ description: "Which drawings to keep." })
export class DrawingFilter {
  @Field(() => [Id], { nullable: true, description: `With one of these ids, at most ${MAX_PAGE_SIZE}.` })
  @Filter("in", "id")
  ids?: string[];

  @Field(() => Id, { nullable: true, description: "Of this account." })
  @Filter("=", "userId")
  userId?: string;

  @Field(() => Id, { nullable: true, description: "Made after this tutorial." })
  @Filter("=", "tutorialId")
  tutorialId?: string;

  @Field(() => Boolean, { nullable: true, description: "With a story told about it, or without any." })
  @Filter("has", "stories")
  hasStory?: boolean;

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
export class DrawingPage extends Page {
  @Field(() => DrawingFilter, { nullable: true, description: "Which rows to keep; all conditions must hold." })
  filter?: DrawingFilter;

  @Field(() => DrawingOrder, { nullable: true, description: "The order; newest first when it is absent." })
  orderBy?: object;
}
