import { ArgsType, Field, InputType, registerEnumType } from "type-graphql";
import { connectionOf, DateTime, Filter, Id, OrderDirection, Page } from "#engine/entities";
import { Drawing } from "../Drawing.js";

export const DrawingConnection = connectionOf("Drawing", () => Drawing);

/** The values are the properties that the compiler sorts by. */
export enum DrawingOrderField {
  CREATED_AT = "createdAt",
  UPDATED_AT = "updatedAt",
}
registerEnumType(DrawingOrderField, {
  name: "DrawingOrderField",
  description: "What drawings can be sorted by.",
  valuesConfig: {
    CREATED_AT: { description: "When it was made." },
    UPDATED_AT: { description: "When it last changed." },
  },
});

@InputType({ description: "The order of drawings; ties are broken by id." })
export class DrawingOrder {
  @Field(() => DrawingOrderField, { defaultValue: DrawingOrderField.CREATED_AT, description: "What to sort by." })
  field: DrawingOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: "Which end comes first." })
  direction: OrderDirection;
}

@InputType({ description: "Which drawings to keep." })
export class DrawingFilter {
  @Field(() => [Id], { nullable: true, description: "With one of these ids, at most 100." })
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
  orderBy?: DrawingOrder;
}
