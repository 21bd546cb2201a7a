import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { RetainedFor, Technical } from "./classification.js";
import { User } from "./User.js";

/** How many rows of a table an account has. Triggers keep it for every writer. */
@RetainedFor("account")
@Entity("row_counts")
export class RowCount {
  @Technical("To know whose rows are counted.")
  @PrimaryColumn("uuid")
  userId: string;

  @ManyToOne(() => User, { onDelete: "CASCADE", nullable: false })
  @JoinColumn()
  user: Relation<User>;

  @Technical("To know what is counted.")
  @PrimaryColumn("varchar", { length: 63 })
  tableName: string;

  @Technical("To keep an account within its limits.")
  @Column("integer")
  rowCount: number;
}
