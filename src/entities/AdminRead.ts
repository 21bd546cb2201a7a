import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { DateTime, Id } from "#engine/entities";
import { Personal, RetainedFor, Technical } from "./classification.js";
import { limits } from "./limits.js";
import { User } from "./User.js";

/** An admin's read of rows that could be a child's: one row for each account that the operation named, one for its lists. */
@RetainedFor("reads")
@Entity("admin_reads", { orderBy: { readAt: "DESC" } })
@ObjectType({
  description:
    "An admin's read of what others own: one for each account that an operation named, and one for the lists in it. Seen by admins, and kept as long as the operator says.",
})
@Index(["readAt", "id"])
@Index(["adminId", "readAt", "id"])
@Index(["userId", "readAt", "id"])
export class AdminRead {
  @Technical("To name the row.")
  @PrimaryGeneratedColumn("uuid")
  @Field(() => Id, { description: "The UUID." })
  id: string;

  /** Null once the admin's account has been erased. */
  @Personal("To know who read; the child's copy does not tell it.", { isSecret: true })
  @Column("uuid", { nullable: true })
  adminId: string | null;

  @ManyToOne(() => User, { onDelete: "SET NULL", nullable: true })
  @JoinColumn()
  @Field(() => User, { nullable: true, description: "Who read. Null once that account has been erased." })
  admin: Relation<User> | null;

  /** Null for lists, which name no account. */
  @Technical("To tell the child that an admin read what is theirs.")
  @Column("uuid", { nullable: true })
  userId: string | null;

  @ManyToOne(() => User, { onDelete: "CASCADE", nullable: true })
  @JoinColumn()
  @Field(() => User, { nullable: true, description: "Whose rows. Null for lists, which may hold rows of any account." })
  user: Relation<User> | null;

  @Technical("To know what for: the name of the operation.")
  @Column("varchar", { length: limits.operationName, nullable: true })
  @Field(() => String, { nullable: true, description: "The name of the operation; null where it had none." })
  operation: string | null;

  @Technical("To know when.")
  @Column("timestamptz", { default: () => "now()" })
  @Field(() => DateTime, { description: "When it was read." })
  readAt: Date;
}
