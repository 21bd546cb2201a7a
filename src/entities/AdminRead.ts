import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { Kept, Personal, Technical } from "./classification.js";
import { limits } from "./limits.js";
import { User } from "./User.js";

/** An admin's read of rows that could be a child's: one row for each account that the operation named, one for its lists. */
@Kept("reads")
@Entity("admin_reads")
@Index(["adminId"])
@Index(["userId"])
@Index(["readAt"])
export class AdminRead {
  @Technical("To name the row.")
  @PrimaryGeneratedColumn("uuid")
  id: string;

  /** Null once the admin's account has been erased. */
  @Personal("To know who read; the child's copy does not tell it.", { isSecret: true })
  @Column("uuid", { nullable: true })
  adminId: string | null;

  @ManyToOne(() => User, { onDelete: "SET NULL", nullable: true })
  @JoinColumn()
  admin: Relation<User> | null;

  /** Null for lists, which name no account. */
  @Technical("To tell the child that an admin read what is theirs.")
  @Column("uuid", { nullable: true })
  userId: string | null;

  @ManyToOne(() => User, { onDelete: "CASCADE", nullable: true })
  @JoinColumn()
  user: Relation<User> | null;

  @Technical("To know what for: the name of the operation.")
  @Column("varchar", { length: limits.operationName, nullable: true })
  operation: string | null;

  @Technical("To know when.")
  @Column("timestamptz", { default: () => "now()" })
  readAt: Date;
}
