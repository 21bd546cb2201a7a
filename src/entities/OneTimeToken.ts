import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { CreatedAt } from "#engine/entities";
import { RetainedFor, Technical } from "./classification.js";
import type { TokenPurpose } from "./TokenPurpose.js";
import { User } from "./User.js";

/** A link that was sent for an account. The newest of a purpose is the only one; the token itself is not stored. */
@RetainedFor("link")
@Entity("one_time_tokens")
@Check("one_time_tokens_purpose_known", "purpose IN ('PASSWORD_RESET', 'EMAIL_VERIFICATION')")
@Index(["tokenHash"], { unique: true })
@Index(["expiresAt"])
export class OneTimeToken {
  @Technical("To know whose account the link is for.")
  @PrimaryColumn("uuid")
  userId: string;

  @ManyToOne(() => User, { onDelete: "CASCADE", nullable: false })
  @JoinColumn()
  user: Relation<User>;

  @Technical("To know what the link is for.")
  @PrimaryColumn("varchar", { length: 32 })
  purpose: TokenPurpose;

  /** The SHA-256 of the token in the link, 32 bytes. */
  @Technical("To recognise the link.", { isSecret: true })
  @Column("bytea")
  tokenHash: Buffer;

  @CreatedAt()
  createdAt: Date;

  @Technical("To end the link.")
  @Column("timestamptz")
  expiresAt: Date;
}
