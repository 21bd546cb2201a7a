import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Personal, RetainedFor, Technical } from "./classification.js";
import { User } from "./User.js";

/** When an account was last used, by the day, and how often it has written. Triggers make it with the account, and keep it with the account's sessions. */
@RetainedFor("account")
@Entity("account_uses")
@Index(["lastUsedOn"])
@Index(["erasedOn"])
export class AccountUse {
  @Technical("To know whose use it is.")
  @PrimaryColumn("uuid")
  userId: string;

  @ManyToOne(() => User, { onDelete: "CASCADE", nullable: false })
  @JoinColumn()
  user: Relation<User>;

  @Personal("To erase accounts that nobody uses.")
  @Column("date")
  lastUsedOn: string;

  /** While the warning is on its way, there is no day yet. */
  @Technical("To warn once before that.")
  @Column("timestamptz", { nullable: true })
  warnedAt: Date | null;

  @Technical("To know the day that the warning named.")
  @Column("date", { nullable: true })
  erasedOn: string | null;

  @Technical("To show an account what it has just written, where replicas answer: each of its writes raises the number.")
  @Column("integer", { default: 0 })
  version: number;
}
