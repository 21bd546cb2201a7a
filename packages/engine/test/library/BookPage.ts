import { ArgsType, Field, InputType, registerEnumType } from "type-graphql";
import { connectionOf, Filter, Id, OrderDirection, Page } from "../../src/entities.js";
import { Book } from "./Book.js";

export const BookConnection = connectionOf("Book", () => Book);

/** The values are the properties that are sorted by. */
export enum BookOrderField {
  TITLE = "title",
}
registerEnumType(BookOrderField, { name: "BookOrderField", description: "What books can be sorted by." });

@InputType({ description: "The order of books; ties are broken by id." })
export class BookOrder {
  @Field(() => BookOrderField, { defaultValue: BookOrderField.TITLE, description: "What to sort by." })
  field: BookOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: "Which end comes first." })
  direction: OrderDirection;
}

@InputType({ description: "Which books to keep." })
export class BookFilter {
  @Field(() => Id, { nullable: true, description: "Written by this author." })
  @Filter("=", "authorId")
  authorId?: string;
}

@ArgsType()
export class BookPage extends Page {
  @Field(() => BookFilter, { nullable: true, description: "Which rows to keep; all conditions must hold." })
  filter?: BookFilter;

  @Field(() => BookOrder, { nullable: true, description: "The order; by title when it is absent." })
  orderBy?: BookOrder;
}
