import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, OneToMany, type Relation } from "typeorm";
import { ComputedField, ConnectionField, CreatedAt, MaxEntries, MaxLength, Node, UpdatedAt, Url } from "#engine/entities";
import { Public, RetainedFor } from "./classification.js";
import { Drawing } from "./Drawing.js";
import { InLanguage, inLanguage, NAME_LANGUAGE, NameLanguage, nameInLanguage } from "./Language.js";
import { limits } from "./limits.js";
import { DrawingConnection, DrawingPage } from "./pages/DrawingPage.js";
import { TutorialStep } from "./TutorialStep.js";

@RetainedFor("tutorial")
@Entity("tutorials")
@ObjectType({ implements: Node, description: "A drawing lesson. Public." })
@Check("tutorials_total_steps_not_negative", "total_steps >= 0")
@Index(["category", "createdAt", "id"])
// COLLATE "C", which TypeORM cannot declare: a migration says it.
@Index("ix_tutorials_subject_id_by_code_points", ["subject", "id"])
// On an expression, which TypeORM cannot declare: a migration makes them.
@Index("ix_tutorials_category_folded", { synchronize: false })
@Index("ix_tutorials_subject_folded", { synchronize: false })
@Index(["createdAt", "id"])
@Index(["updatedAt", "id"])
export class Tutorial extends Node {
  @Public("To teach drawing.")
  @Column("varchar", { length: limits.category })
  @ComputedField(() => String, {
    description: `What kind of thing is drawn, for example animals. ${NAME_LANGUAGE}`,
    arguments: () => NameLanguage,
    maxLength: limits.category,
    sql: nameInLanguage("category"),
  })
  category: string;

  @Public("To teach drawing.")
  @Column("varchar", { length: limits.category, nullable: true })
  @Field(() => String, { nullable: true, description: "The category in German, where it has a name of its own." })
  categoryDe: string | null;

  @Public("To teach drawing.")
  @Column("varchar", { length: limits.subject })
  @ComputedField(() => String, {
    description: `What is drawn, for example a fox. ${NAME_LANGUAGE}`,
    arguments: () => NameLanguage,
    maxLength: limits.subject,
    sql: nameInLanguage("subject"),
  })
  subject: string;

  @Public("To teach drawing.")
  @Column("varchar", { length: limits.subject, nullable: true })
  @Field(() => String, { nullable: true, description: "The subject in German, where it has a name of its own." })
  subjectDe: string | null;

  @Public("To teach drawing.")
  @Column("integer")
  @Field(() => Int, { description: "The number of steps; the server keeps it right." })
  totalSteps: number;

  @Public("To teach drawing.")
  @Column("text", { nullable: true })
  @MaxLength(limits.url)
  @Field(() => Url, { nullable: true, description: "A small picture of the finished drawing." })
  thumbnailUrl: string | null;

  @Public("To teach drawing.")
  @Column("text", { nullable: true })
  @MaxLength(limits.description)
  @Field(() => String, { nullable: true, description: "What the lesson is about, in English." })
  descriptionEn: string | null;

  @Public("To teach drawing.")
  @Column("text", { nullable: true })
  @MaxLength(limits.description)
  @Field(() => String, { nullable: true, description: "What the lesson is about, in German." })
  descriptionDe: string | null;

  @ComputedField(() => String, {
    description:
      "The description in the language asked for; in the other one where that is missing or blank and fallback is true.",
    nullable: true,
    maxLength: limits.description,
    arguments: () => InLanguage,
    sql: inLanguage("description"),
  })
  description: string | null;

  /** A trigger keeps it: the texts that are searched, folded. It is no GraphQL field, and TypeORM reads it only when a query names it. */
  @Public("To find the tutorial by its words.", { isDerived: true })
  @Column("text", { nullable: true, select: false })
  searchText: string | null;

  @CreatedAt()
  createdAt: Date;

  @UpdatedAt()
  updatedAt: Date;

  @OneToMany(
    () => TutorialStep,
    (step) => step.tutorial,
  )
  @MaxEntries(limits.steps)
  @Field(() => [TutorialStep], { description: "In order of stepNumber: 1, 2, 3, … without gaps." })
  steps: Relation<TutorialStep[]>;

  @OneToMany(
    () => Drawing,
    (drawing) => drawing.tutorial,
  )
  @ConnectionField(
    () => DrawingConnection,
    () => DrawingPage,
    "The drawings made after this tutorial that the viewer may see: their own, or all for an admin. Empty without a token.",
  )
  drawings: Relation<Drawing[]>;
}
