import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, ForeignKey, Index, JoinColumn, ManyToOne, type Relation } from "typeorm";
import { ComputedField, CreatedAt, MaxLength, Node, UpdatedAt, Url } from "#engine/entities";
import { Content, RetainedFor, Technical } from "./classification.js";
import { Drawing } from "./Drawing.js";
import { EXCERPT_LENGTHS, excerptOf, InExcerpt } from "./excerpt.js";
import { InLanguage, inLanguage, NAME_LANGUAGE, NameLanguage, nameInLanguage } from "./Language.js";
import { limits } from "./limits.js";
import { Picture } from "./Picture.js";
import { shownAddressSql } from "./pictureAddress.js";
import { StoryOrigin } from "./StoryOrigin.js";
import { digitalSourceTypeSql, LabelLanguage, labelSql, storyMarkLengths } from "./storyMark.js";
import { User } from "./User.js";

@RetainedFor("account")
@Entity("stories")
@ObjectType({
  implements: Node,
  description: "A story told about a drawing, in English and German. Seen by its owner and by admins.",
})
@Check("stories_generation_time_not_negative", "generation_time_ms >= 0")
@Check("stories_origin_known", "origin IN ('HUMAN', 'AI')")
@Check("stories_origin_fits", "origin = 'AI' OR (generation_time_ms IS NULL AND ai_model IS NULL)")
@Index(["userId", "createdAt", "id"])
@Index(["userId", "updatedAt", "id"])
@Index(["userId", "isFavorite", "createdAt", "id"])
@Index(["userId", "origin", "createdAt", "id"])
@Index(["drawingId", "createdAt", "id"])
@Index(["createdAt", "id"])
@Index(["updatedAt", "id"])
// COLLATE "C", which TypeORM cannot declare: a migration says it.
@Index("ix_stories_title_id_by_code_points", ["title", "id"])
@Index("ix_stories_user_id_title_id_by_code_points", ["userId", "title", "id"])
@ForeignKey(() => Picture, ["pictureId", "userId"], ["id", "userId"], { name: "stories_picture_id_fkey" })
@Index(["pictureId", "userId"])
export class Story extends Node {
  @Technical("To know whose story it is.")
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

  @Content("To show the drawing that it is about.")
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

  @Content("To tell the story.")
  @Column("varchar", { length: limits.title })
  @ComputedField(() => String, {
    description: `The headline. ${NAME_LANGUAGE}`,
    arguments: () => NameLanguage,
    maxLength: limits.title,
    sql: nameInLanguage("title"),
  })
  title: string;

  @Content("To tell the story.")
  @Column("varchar", { length: limits.title, nullable: true })
  @Field(() => String, { nullable: true, description: "The headline in German, where it has one of its own." })
  titleDe: string | null;

  @Content("To tell the story.")
  @Column("varchar")
  @MaxLength(limits.storyText)
  @Field(() => String, { description: "The text in English." })
  storyTextEn: string;

  @Content("To tell the story.")
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

  @ComputedField(() => String, {
    description: "Its beginning, cut between words, with … where there is more; at most length characters, 20 to 1000.",
    arguments: () => InExcerpt,
    ranges: { length: EXCERPT_LENGTHS },
    maxLength: limits.excerpt,
    sql: excerptOf("storyText"),
  })
  excerpt: string;

  @Content("To show the story's picture.", { picture: "elsewhereUnlessKept" })
  @Column("varchar")
  @MaxLength(limits.url)
  @ComputedField(() => Url, {
    description: "The picture that goes with it.",
    maxLength: limits.url,
    sql: shownAddressSql("imageUrl"),
  })
  imageUrl: string;

  @Content("To show the picture that the service keeps.")
  @Column("uuid", { nullable: true })
  pictureId: string | null;

  /** The foreign key is on the account too: nobody shows another's picture. */
  @ManyToOne(() => Picture, { nullable: true, createForeignKeyConstraints: false })
  @JoinColumn()
  @Field(() => Picture, {
    nullable: true,
    description: "The picture that the service keeps for it; imageUrl is its address then.",
  })
  picture: Relation<Picture> | null;

  @Content("To find favourites.")
  @Column("boolean", { default: false })
  @Field(() => Boolean, { description: "Whether the child marked it." })
  isFavorite: boolean;

  @Technical("To watch how long the AI takes.")
  @Column("integer", { nullable: true })
  @Field(() => Int, { nullable: true, description: "How long the AI took to write it, in milliseconds." })
  generationTimeMs: number | null;

  /** A trigger sets it to AI when the row names an AI, for every writer. */
  @Content("To say when an AI wrote it.")
  @Column("varchar", { length: 16, default: StoryOrigin.HUMAN })
  @Field(() => StoryOrigin, { description: "Where it comes from. It was made at createdAt." })
  origin: StoryOrigin;

  @Content("To say which AI wrote it.")
  @Column("varchar", { length: limits.aiModel, nullable: true })
  @Field(() => String, { nullable: true, description: "The model that wrote it, when an AI did." })
  aiModel: string | null;

  @ComputedField(() => String, {
    description: "What to show beside a story that an AI wrote. Null for one that a person wrote.",
    nullable: true,
    maxLength: storyMarkLengths.label,
    arguments: () => LabelLanguage,
    sql: labelSql,
  })
  label: string | null;

  @ComputedField(() => String, {
    description: "For programs: IPTC's digital source type of a story that an AI wrote. Null for one that a person wrote.",
    nullable: true,
    maxLength: storyMarkLengths.digitalSourceType,
    sql: digitalSourceTypeSql,
  })
  digitalSourceType: string | null;

  /** A trigger keeps it: the texts that are searched, folded. It is no GraphQL field, and TypeORM reads it only when a query names it. */
  @Content("To find the story by its words.", { isDerived: true })
  @Column("text", { nullable: true, select: false })
  searchText: string | null;

  @CreatedAt()
  createdAt: Date;

  @UpdatedAt()
  updatedAt: Date;
}
