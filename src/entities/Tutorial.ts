import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, OneToMany, type Relation } from "typeorm";
import { Drawing } from "./Drawing.js";
import { ComputedField } from "./decorators/ComputedField.js";
import { ConnectionField } from "./decorators/ConnectionField.js";
import { MaxEntries } from "./decorators/MaxEntries.js";
import { MaxLength } from "./decorators/MaxLength.js";
import { CreatedAt, UpdatedAt } from "./decorators/timestamps.js";
import { InLanguage, inLanguage } from "./Language.js";
import { limits } from "./limits.js";
import { Node } from "./Node.js";
import { DrawingConnection, DrawingPage } from "./pages/DrawingPage.js";
import { Url } from "./scalars/Url.js";
import { TutorialStep } from "./TutorialStep.js";

@Entity("tutorials")
@ObjectType({ implements: Node, description: "A drawing lesson. Public." })
@Check("tutorials_total_steps_not_negative", "total_steps >= 0")
@Index(["category", "createdAt", "id"])
@Index(["subject", "id"])
// On lower(…), which TypeORM cannot declare: a migration makes them.
@Index("ix_tutorials_category_caseless", { synchronize: false })
@Index("ix_tutorials_subject_caseless", { synchronize: false })
@Index(["createdAt", "id"])
@Index(["updatedAt", "id"])
export class Tutorial extends Node {
  @Column("varchar", { length: limits.category })
  @Field(() => String, { description: "What kind of thing is drawn, for example animals." })
  category: string;

  @Column("varchar", { length: limits.subject })
  @Field(() => String, { description: "What is drawn, for example a fox." })
  subject: string;

  @Column("integer")
  @Field(() => Int, { description: "The number of steps; the server keeps it right." })
  totalSteps: number;

  @Column("text", { nullable: true })
  @MaxLength(limits.url)
  @Field(() => Url, { nullable: true, description: "A small picture of the finished drawing." })
  thumbnailUrl: string | null;

  @Column("text", { nullable: true })
  @MaxLength(limits.description)
  @Field(() => String, { nullable: true, description: "What the lesson is about, in English." })
  descriptionEn: string | null;

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
