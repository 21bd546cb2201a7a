import { Column, Entity, Index, PrimaryColumn } from "typeorm";
import { RetainedFor, Technical } from "./classification.js";

/** Recent failures and requests for mails, and the networks from which somebody has signed in. Keys are hashes: the table names nobody. */
@RetainedFor("failures")
@Entity("rate_limits")
@Index(["expire"])
export class RateLimit {
  @Technical("To count failed sign-ins, and mails that were asked for: a hash of the email and the network.")
  @PrimaryColumn("varchar", { length: 255 })
  key: string;

  @Technical("To count failed sign-ins, and mails that were asked for.")
  @Column("integer", { default: 0 })
  points: number;

  /** When the count starts anew, or a network owes nothing more, in milliseconds since 1970. */
  @Technical("To forget the count.")
  @Column("bigint", { nullable: true })
  expire: string | null;
}
