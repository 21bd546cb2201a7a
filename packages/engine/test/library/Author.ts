import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, OneToMany, type Relation } from "typeorm";
import { ConnectionField, Node } from "../../src/entities.js";
import { Book } from "./Book.js";
import { BookConnection, BookPage } from "./BookPage.js";

@Entity("authors")
@ObjectType({ implements: Node, description: "Somebody who writes books, and who may sign in." })
@Index(["name", "id"])
export class Author extends Node {
  @Column("varchar", { length: 100 })
  @Field(() => String, { description: "As it stands on the cover." })
  name: string;

  /** What is never read by GraphQL has no @Field. */
  @Column("bytea", { unique: true })
  tokenHash: Buffer;

  @Column("boolean", { default: false })
  isEditor: boolean;

  @OneToMany(
    () => Book,
    (book) => book.author,
  )
  @ConnectionField(
    () => BookConnection,
    () => BookPage,
    "The author's books.",
  )
  books: Relation<Book[]>;
}
