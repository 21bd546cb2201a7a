import { Field, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from "typeorm";
import { ComputedField, CreatedAt, DateTime, Node, UpdatedAt } from "#engine/entities";
import { Content, RetainedFor, Technical } from "./classification.js";
import { Drawing } from "./Drawing.js";
import { Story } from "./Story.js";
import { StoryRequestReason } from "./StoryRequestReason.js";
import { StoryRequestState } from "./StoryRequestState.js";
import { longestMessage, MessageLanguage, messageSql } from "./storyRequestMessage.js";
import { User } from "./User.js";

/** The row is the job: a process claims it for a while to write the story, and only that process may finish it. */
@RetainedFor("request")
@Entity("story_requests", { orderBy: { createdAt: "DESC" } })
@ObjectType({
  implements: Node,
  description:
    "A story that was asked for. Read it again every 2 seconds until it is READY, REFUSED or FAILED. Seen by its owner and by admins; kept for 30 days.",
})
@Check("story_requests_state_known", "state IN ('REQUESTED', 'WRITING', 'READY', 'REFUSED', 'FAILED')")
@Check("story_requests_reason_known", "reason IN ('UNSUITABLE', 'DRAWING_GONE', 'CONSENT_ENDED', 'UNAVAILABLE')")
@Check("story_requests_due_fits", "(due_at IS NOT NULL) = (state IN ('REQUESTED', 'WRITING'))")
@Check("story_requests_lease_fits", "(lease IS NOT NULL) = (state = 'WRITING')")
@Check("story_requests_end_fits", "(finished_at IS NULL) = (state IN ('REQUESTED', 'WRITING'))")
@Check("story_requests_reason_fits", "(reason IS NOT NULL) = (state IN ('REFUSED', 'FAILED'))")
@Index(["userId", "createdAt", "id"])
@Index(["drawingId", "createdAt", "id"])
@Index(["storyId"], { unique: true })
@Index("ix_story_requests_due", ["dueAt", "id"], { where: "due_at IS NOT NULL" })
@Index("ix_story_requests_finished", ["finishedAt"], { where: "finished_at IS NOT NULL" })
@Index("ix_story_requests_open", ["drawingId"], { unique: true, where: "due_at IS NOT NULL" })
export class StoryRequest extends Node {
  @Technical("To know who asked.")
  @Column("uuid")
  userId: string;

  @ManyToOne(() => User, { onDelete: "CASCADE", nullable: false })
  @JoinColumn()
  @Field(() => User, { description: "The account that asked." })
  user: Relation<User>;

  @Content("To know which drawing to tell of.")
  @Column("uuid", { nullable: true })
  drawingId: string | null;

  @ManyToOne(
    () => Drawing,
    (drawing) => drawing.storyRequests,
    { onDelete: "SET NULL", nullable: true },
  )
  @JoinColumn()
  @Field(() => Drawing, {
    nullable: true,
    description: "The drawing to tell of. Null once the drawing has been deleted.",
  })
  drawing: Relation<Drawing> | null;

  @Content("To show the story that came of it.")
  @Column("uuid", { nullable: true })
  storyId: string | null;

  @ManyToOne(() => Story, { onDelete: "SET NULL", nullable: true })
  @JoinColumn()
  @Field(() => Story, {
    nullable: true,
    description: "The story, when it is READY. Null again once the story has been deleted.",
  })
  story: Relation<Story> | null;

  @Technical("To know how it is getting on.")
  @Column("varchar", { length: 16, default: StoryRequestState.REQUESTED })
  @Field(() => StoryRequestState, { description: "How it is getting on." })
  state: StoryRequestState;

  @Technical("To say why there is no story.")
  @Column("varchar", { length: 32, nullable: true })
  @Field(() => StoryRequestReason, {
    nullable: true,
    description: "Why there is no story; null unless REFUSED or FAILED.",
  })
  reason: StoryRequestReason | null;

  @ComputedField(() => String, {
    description: "What to tell the child now.",
    arguments: () => MessageLanguage,
    maxLength: longestMessage,
    sql: messageSql,
  })
  message: string;

  @Technical("To try no more than three times.")
  @Column("integer", { default: 0 })
  attempts: number;

  /** When to try it, or when the lease ends; null once it has ended. */
  @Technical("To know when to try.")
  @Column("timestamptz", { nullable: true, default: () => "now()" })
  dueAt: Date | null;

  @Technical("To know who writes it, of all processes.")
  @Column("uuid", { nullable: true })
  lease: string | null;

  @CreatedAt("When it was asked for.")
  createdAt: Date;

  @UpdatedAt()
  updatedAt: Date;

  @Technical("To forget it after a while.")
  @Column("timestamptz", { nullable: true })
  @Field(() => DateTime, { nullable: true, description: "When it was READY, REFUSED or FAILED." })
  finishedAt: Date | null;
}
