import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { User } from "./User.js";

/** How many rows of a table an account has. Triggers keep it, whoever writes the rows. */
@Entity("row_counts")
export class RowCount {
  @PrimaryColumn("uuid")
  userId: string;

  @ManyToOne(() => User, { onDelete: "CASCADE", nullable: false })
  @JoinColumn()
  user: Relation<User>;

  @PrimaryColumn("varchar", { length: 63 })
  tableName: string;

  @Column("integer")
  rowCount: number;
}
