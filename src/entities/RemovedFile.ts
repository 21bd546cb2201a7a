import { Column, Entity, Index, PrimaryColumn } from "typeorm";
import { RetainedFor, Technical } from "./classification.js";
import { limits } from "./limits.js";

/** That the files under a key have to go. A trigger writes it where a picture's row is deleted; it names nobody. */
@RetainedFor("removal")
@Entity("removed_files")
@Index(["dueAt"])
export class RemovedFile {
  @Technical("To find the files that have to go.", { isSecret: true })
  @PrimaryColumn("varchar", { length: limits.storageKey })
  storageKey: string;

  @Technical("To know when to remove them, or to try again.")
  @Column("timestamptz", { default: () => "now()" })
  dueAt: Date;

  /** They are removed twice: an upload may have been on its way the first time. */
  @Technical("To know whether they have been removed once.")
  @Column("boolean", { default: false })
  isLast: boolean;
}
