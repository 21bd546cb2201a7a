import { ArgsType, Field, InputType } from "type-graphql";
import { connectionOf, DateTime, Filter, Id, MAX_PAGE_SIZE, orderOf, Page } from "#engine/entities";
import { Tutorial } from "../Tutorial.js";

export const TutorialConnection = connectionOf("Tutorial", () => Tutorial);

export const TutorialOrder = orderOf("Tutorial", "tutorials", {
  createdAt: "When it was made.",
  updatedAt: "When it last changed.",
  subject: "What is drawn, by code points.",
});

@InputType({ description: "Which tutorials to keep." })
export class TutorialFilter {
  @Field(() => [Id], { nullable: true, description: `With one of these ids, at most ${MAX_PAGE_SIZE}.` })
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
  orderBy?: object;
}
