import { ArgsType, Field, InputType, registerEnumType } from "type-graphql";
import { connectionOf, DateTime, Filter, Id, OrderDirection, Page } from "#engine/entities";
import { Tutorial } from "../Tutorial.js";

export const TutorialConnection = connectionOf("Tutorial", () => Tutorial);

/** The values are the properties that the compiler sorts by. */
export enum TutorialOrderField {
  CREATED_AT = "createdAt",
  UPDATED_AT = "updatedAt",
  SUBJECT = "subject",
}
registerEnumType(TutorialOrderField, {
  name: "TutorialOrderField",
  description: "What tutorials can be sorted by.",
  valuesConfig: {
    CREATED_AT: { description: "When it was made." },
    UPDATED_AT: { description: "When it last changed." },
    SUBJECT: { description: "What is drawn, by code points." },
  },
});

@InputType({ description: "The order of tutorials; ties are broken by id." })
export class TutorialOrder {
  @Field(() => TutorialOrderField, { defaultValue: TutorialOrderField.CREATED_AT, description: "What to sort by." })
  field: TutorialOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: "Which end comes first." })
  direction: OrderDirection;
}

@InputType({ description: "Which tutorials to keep." })
export class TutorialFilter {
  @Field(() => [Id], { nullable: true, description: "With one of these ids, at most 100." })
  @Filter("in", "id")
  ids?: string[];

  @Field(() => String, {
    nullable: true,
    description: "Of this category, in any case and Unicode form: É finds é. Letters stay what they are: SS finds no ß.",
  })
  @Filter("caseless", "category")
  category?: string;

  @Field(() => String, { nullable: true, description: "Of this subject, in any case and Unicode form, as for category." })
  @Filter("caseless", "subject")
  subject?: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Every word in the subject, the category or a description, in either language: also inside a longer word, in another form, with or without umlauts. "…" for words in a row, -word to leave out. 1 to 100 characters.',
  })
  @Filter("search", "searchText", ["subject", "subjectDe", "category", "categoryDe", "descriptionDe", "descriptionEn"])
  search?: string;

  @Field(() => DateTime, { nullable: true, description: "Changed after this instant." })
  @Filter(">", "updatedAt")
  updatedAfter?: string;
}

@ArgsType()
export class TutorialPage extends Page {
  @Field(() => TutorialFilter, { nullable: true, description: "Which rows to keep; all conditions must hold." })
  filter?: TutorialFilter;

  @Field(() => TutorialOrder, { nullable: true, description: "The order; newest first when it is absent." })
  orderBy?: TutorialOrder;
}
