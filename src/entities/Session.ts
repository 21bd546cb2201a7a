import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { ComputedField } from "./decorators/ComputedField.js";
import { CreatedAt } from "./decorators/timestamps.js";
import { limits } from "./limits.js";
import { DateTime } from "./scalars/DateTime.js";
import { Id } from "./scalars/Id.js";
import { User } from "./User.js";

/** A sign-in that is still good. The token itself is nowhere: whoever reads the table cannot sign in with what it holds. */
@Entity("sessions", { orderBy: { createdAt: "DESC" } })
@ObjectType({ description: "A sign-in that is still good, on one of the account's devices. Seen by its account alone." })
@Index(["tokenHash"], { unique: true })
@Index(["userId"])
@Index(["expiresAt"])
export class Session {
  @PrimaryGeneratedColumn("uuid")
  @Field(() => Id, { description: "What endSession takes." })
  id: string;

  /** The SHA-256 of the token, 32 bytes. */
  @Column("bytea")
  tokenHash: Buffer;

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

  @Column("timestamptz", { default: () => "now()" })
  @Field(() => DateTime, { description: "When it was last used, to the hour." })
  lastUsedAt: Date;

  @Column("timestamptz")
  @Field(() => DateTime, { description: "When it ends, unless it is used before." })
  expiresAt: Date;

  @Column("varchar", { length: limits.userAgent, nullable: true })
  @Field(() => String, { nullable: true, description: "What the program that signed in calls itself: the User-Agent header." })
  userAgent: string | null;

  @ComputedField(() => Boolean, {
    description: "Whether it is the session of this request.",
    sql: () => "{id} = {viewer.session_id}",
  })
  isCurrent: boolean;
}
