import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { ComputedField, CreatedAt, DateTime, Id } from "#engine/entities";
import { Personal, RetainedFor, Technical } from "./classification.js";
import { limits } from "./limits.js";
import { User } from "./User.js";

/** A session of an account. The token itself is not stored, so a stolen table lets nobody sign in. */
@RetainedFor("session")
@Entity("sessions", { orderBy: { createdAt: "DESC" } })
@ObjectType({ description: "A session on one of the account's devices, still good. Only the account itself sees it." })
@Index(["tokenHash"], { unique: true })
@Index(["userId"])
@Index(["expiresAt"])
export class Session {
  @Technical("To name the row.")
  @PrimaryGeneratedColumn("uuid")
  @Field(() => Id, { description: "The UUID, for endSession." })
  id: string;

  /** The SHA-256 of the token, 32 bytes. */
  @Technical("To recognise the token of a request.", { isSecret: true })
  @Column("bytea")
  tokenHash: Buffer;

  @Technical("To know whose session it is.")
  @Column("uuid")
  userId: string;

  @ManyToOne(
    () => User,
    (user) => user.sessions,
    { onDelete: "CASCADE", nullable: false },
  )
  @JoinColumn()
  user: Relation<User>;

  @CreatedAt()
  createdAt: Date;

  @Personal("To end sessions that nobody uses.")
  @Column("timestamptz", { default: () => "now()" })
  @Field(() => DateTime, { description: "When it was last used, to the hour." })
  lastUsedAt: Date;

  @Technical("To end the session.")
  @Column("timestamptz")
  @Field(() => DateTime, { description: "When it ends, unless it is used before." })
  expiresAt: Date;

  @Personal("To recognise one's own devices in the list of sessions.")
  @Column("varchar", { length: limits.userAgent, nullable: true })
  @Field(() => String, { nullable: true, description: "The User-Agent header of the program that signed in." })
  userAgent: string | null;

  @ComputedField(() => Boolean, {
    description: "Whether it is the session of this request.",
    sql: () => "{id} = {viewer.session_id}",
  })
  isCurrent: boolean;
}
