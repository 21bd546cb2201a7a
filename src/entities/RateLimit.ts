import { Column, Entity, Index, PrimaryColumn } from "typeorm";

/** How often something failed lately, as rate-limiter-flexible counts it. Keys are hashes: the table names nobody. */
@Entity("rate_limits")
@Index(["expire"])
export class RateLimit {
  @PrimaryColumn("varchar", { length: 255 })
  key: string;

  @Column("integer", { default: 0 })
  points: number;

  /** When the count starts anew, in milliseconds since 1970. */
  @Column("bigint", { nullable: true })
  expire: string | null;
}
