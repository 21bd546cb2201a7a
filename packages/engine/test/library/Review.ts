import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from "typeorm";
import { Node } from "../../src/entities.js";
import { Author } from "./Author.js";
import { Book } from "./Book.js";

@Entity("reviews")
@ObjectType({ implements: Node, description: "What an author says of a book. Seen by who wrote it, and by editors." })
@Index(["bookId", "id"])
@Index(["reviewerId", "id"])
export class Review extends Node {
  @Column("uuid")
  bookId: string;

  @ManyToOne(
    () => Book,
    (book) => book.reviews,
    { onDelete: "CASCADE", nullable: false },
  )
  @JoinColumn()
  @Field(() => Book, { description: "The book." })
  book: Relation<Book>;

  @Column("uuid")
  reviewerId: string;

  @ManyToOne(() => Author, { onDelete: "CASCADE", nullable: false })
  @JoinColumn()
  @Field(() => Author, { description: "Who wrote the review." })
  reviewer: Relation<Author>;

  @Column("integer")
  @Field(() => Int, { description: "From one to five." })
  stars: number;

  @Column("varchar", { length: 500, nullable: true })
  @Field(() => String, { nullable: true, description: "Why." })
  text: string | null;
}
