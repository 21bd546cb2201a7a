import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, OneToMany, type Relation } from "typeorm";
import { ComputedField, CreatedAt, MaxEntries, Node, UpdatedAt } from "../../src/entities.js";
import { Author } from "./Author.js";
import { Review } from "./Review.js";

@Entity("books")
@ObjectType({ implements: Node, description: "A book." })
// Texts are sorted by code points; the migration of a kept database says COLLATE "C".
@Index("ix_books_title_id_by_code_points", ["title", "id"])
@Index(["authorId", "title", "id"])
export class Book extends Node {
  @Column("uuid")
  authorId: string;

  @ManyToOne(
    () => Author,
    (author) => author.books,
    { onDelete: "CASCADE", nullable: false },
  )
  @JoinColumn()
  @Field(() => Author, { description: "Who wrote it." })
  author: Relation<Author>;

  @Column("varchar", { length: 200 })
  @Field(() => String, { description: "As it stands on the cover." })
  title: string;

  @Column("integer")
  @Field(() => Int, { description: "How many pages it has." })
  pages: number;

  @ComputedField(() => Boolean, { description: "Whether it is read in an evening.", sql: () => "{pages} < 100" })
  isShort: boolean;

  @OneToMany(
    () => Review,
    (review) => review.book,
  )
  @Field(() => [Review], { description: "What the viewer has written about it; for an editor, what anybody has." })
  @MaxEntries(50)
  reviews: Relation<Review[]>;

  @CreatedAt()
  createdAt: Date;

  @UpdatedAt()
  updatedAt: Date;
}
