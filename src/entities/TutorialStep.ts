import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, JoinColumn, ManyToOne, type Relation, Unique } from "typeorm";
import { ComputedField, CreatedAt, MaxLength, Node, UpdatedAt, Url } from "#engine/entities";
import { Public, RetainedFor } from "./classification.js";
import { InLanguage, inLanguage } from "./Language.js";
import { limits } from "./limits.js";
import { Tutorial } from "./Tutorial.js";

/** One UPDATE renumbers the steps and passes through duplicate numbers. So uniqueness is checked when the statement ends. */
@RetainedFor("tutorial")
@Entity("tutorial_steps", { orderBy: { stepNumber: "ASC" } })
@ObjectType({ implements: Node, description: "One step of a tutorial. Public." })
@Check("tutorial_steps_step_number_positive", "step_number >= 1")
@Check("tutorial_steps_step_number_most", `step_number <= ${limits.steps}`)
@Unique(["tutorialId", "stepNumber"], { deferrable: "INITIALLY IMMEDIATE" })
export class TutorialStep extends Node {
  @Public("To know whose step it is.")
  @Column("uuid")
  tutorialId: string;

  @ManyToOne(
    () => Tutorial,
    (tutorial) => tutorial.steps,
    { onDelete: "CASCADE", nullable: false },
  )
  @JoinColumn()
  @Field(() => Tutorial, { description: "The tutorial that it is a step of." })
  tutorial: Relation<Tutorial>;

  @Public("To teach drawing.")
  @Column("integer")
  @Field(() => Int, { description: "Its place in the tutorial, from 1." })
  stepNumber: number;

  @Public("To teach drawing.")
  @Column("text")
  @MaxLength(limits.instruction)
  @Field(() => String, { description: "What to do, in English." })
  instructionEn: string;

  @Public("To teach drawing.")
  @Column("text")
  @MaxLength(limits.instruction)
  @Field(() => String, { description: "What to do, in German." })
  instructionDe: string;

  @ComputedField(() => String, {
    description: "The instruction in the language asked for; in the other one where that is blank and fallback is true.",
    maxLength: limits.instruction,
    arguments: () => InLanguage,
    sql: inLanguage("instruction"),
  })
  instruction: string;

  @Public("To teach drawing.")
  @Column("text")
  @MaxLength(limits.url)
  @Field(() => Url, { description: "How the drawing looks after the step." })
  imageUrl: string;

  @CreatedAt()
  createdAt: Date;

  @UpdatedAt()
  updatedAt: Date;
}
