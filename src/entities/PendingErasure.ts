import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { RetainedFor, Technical } from "./classification.js";
import { User } from "./User.js";

/** That an account is to be erased, unless somebody signs in to it before. */
@RetainedFor("pending")
@Entity("pending_erasures")
@Index(["dueAt"])
export class PendingErasure {
  @Technical("To know which account is to be erased.")
  @PrimaryColumn("uuid")
  userId: string;

  @ManyToOne(() => User, { onDelete: "CASCADE", nullable: false })
  @JoinColumn()
  user: Relation<User>;

  @Technical("To know the receipt.")
  @Column("uuid")
  receiptId: string;

  @Technical("To know when it was asked for.")
  @Column("timestamptz", { default: () => "now()" })
  askedAt: Date;

  @Technical("To know when it is due.")
  @Column("timestamptz")
  dueAt: Date;
}
