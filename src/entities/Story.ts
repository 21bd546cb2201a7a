import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from "typeorm";
import { Drawing } from "./Drawing.js";
import { ComputedField } from "./decorators/ComputedField.js";
import { MaxLength } from "./decorators/MaxLength.js";
import { CreatedAt, UpdatedAt } from "./decorators/timestamps.js";
import { InLanguage, inLanguage } from "./Language.js";
import { limits } from "./limits.js";
import { Node } from "./Node.js";
import { Url } from "./scalars/Url.js";
import { User } from "./User.js";

@Entity("stories")
@ObjectType({
  implements: Node,
  description: "A story told about a drawing, in English and German. Seen by its owner and by admins.",
})
@Check("stories_generation_time_not_negative", "generation_time_ms >= 0")
@Index(["userId", "createdAt", "id"])
@Index(["userId", "updatedAt", "id"])
@Index(["userId", "title", "id"])
@Index(["userId", "isFavorite", "createdAt", "id"])
@Index(["drawingId", "createdAt", "id"])
@Index(["createdAt", "id"])
@Index(["updatedAt", "id"])
@Index(["title", "id"])
export class Story extends Node {
  @Column("uuid")
  userId: string;

  @ManyToOne(
    () => User,
    (user) => user.stories,
    { onDelete: "CASCADE", nullable: false },
  )
  @JoinColumn()
  @Field(() => User, { description: "The account that it was told to." })
  user: Relation<User>;

  @Column("uuid", { nullable: true })
  drawingId: string | null;

  @ManyToOne(
    () => Drawing,
    (drawing) => drawing.stories,
    { onDelete: "SET NULL", nullable: true },
  )
  @JoinColumn()
  @Field(() => Drawing, {
    nullable: true,
    description: "The drawing that it is about. Null once the drawing has been deleted.",
  })
  drawing: Relation<Drawing> | null;

  @Column("varchar", { length: limits.title })
  @Field(() => String, { description: "The headline." })
  title: string;

  @Column("varchar")
  @MaxLength(limits.storyText)
  @Field(() => String, { description: "The text in English." })
  storyTextEn: string;

  @Column("varchar")
  @MaxLength(limits.storyText)
  @Field(() => String, { description: "The text in German." })
  storyTextDe: string;

  @ComputedField(() => String, {
    description: "The text in the language asked for; in the other one where that is blank and fallback is true.",
    arguments: () => InLanguage,
    maxLength: limits.storyText,
    sql: inLanguage("storyText"),
  })
  storyText: string;

  @Column("varchar")
  @MaxLength(limits.url)
  @Field(() => Url, { description: "The picture that goes with it." })
  imageUrl: string;

  @Column("boolean", { default: false })
  @Field(() => Boolean, { description: "Whether the child marked it." })
  isFavorite: boolean;

  @Column("integer", { nullable: true })
  @Field(() => Int, { nullable: true, description: "How long the AI took to write it, in milliseconds." })
  generationTimeMs: number | null;

  @CreatedAt()
  createdAt: Date;

  @UpdatedAt()
  updatedAt: Date;
}
