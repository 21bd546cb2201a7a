import { Column, Entity, PrimaryColumn } from "typeorm";
import { RetainedFor, Technical } from "./classification.js";

/** What the stories of a month have used of the service that writes them, in its tokens. It names nobody. */
@RetainedFor("erasure")
@Entity("story_spends")
export class StorySpend {
  /** Its first day, in UTC. */
  @Technical("To begin anew each month.")
  @PrimaryColumn("date")
  month: string;

  @Technical("To keep within the month's budget.")
  @Column("bigint", { default: 0 })
  inputTokens: string;

  @Technical("To keep within the month's budget.")
  @Column("bigint", { default: 0 })
  outputTokens: string;

  @Technical("To know what a story costs.")
  @Column("bigint", { default: 0 })
  calls: string;
}
