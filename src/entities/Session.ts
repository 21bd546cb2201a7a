import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { ComputedField } from "./decorators/ComputedField.js";
import { CreatedAt } from "./decorators/timestamps.js";
import { limits } from "./limits.js";
import { DateTime } from "./scalars/DateTime.js";
import { Id } from "./scalars/Id.js";
import { User } from "./User.js";

/** A session of an account. The token itself is not stored, so nobody can sign in with what the table holds. */
@Entity("sessions", { orderBy: { createdAt: "DESC" } })
@ObjectType({ description: "A session on one of the account's devices, still good. Only the account itself sees it." })
@Index(["tokenHash"], { unique: true })
@Index(["userId"])
@Index(["expiresAt"])
export class Session {
  @PrimaryGeneratedColumn("uuid")
  @Field(() => Id, { description: "The UUID, for endSession." })
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
  @Field(() => String, { nullable: true, description: "The User-Agent header of the program that signed in." })
  userAgent: string | null;

  @ComputedField(() => Boolean, {
    description: "Whether it is the session of this request.",
    sql: () => "{id} = {viewer.session_id}",
  })
  isCurrent: boolean;
}
