import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { Content, RetainedFor, Technical } from "./classification.js";
import { ExportFile } from "./ExportFile.js";

/** One row of the account in an export. */
@RetainedFor("export")
@Entity("export_parts")
export class ExportPart {
  @Technical("To know which export it belongs to.")
  @PrimaryColumn("uuid")
  exportId: string;

  @ManyToOne(() => ExportFile, { onDelete: "CASCADE", nullable: false })
  @JoinColumn({ name: "export_id" })
  export: Relation<ExportFile>;

  @Technical("To keep the rows in order.")
  @PrimaryColumn("integer")
  partNumber: number;

  @Technical("To know the row's table.")
  @Column("varchar", { length: 63 })
  tableName: string;

  @Content("To hand it out: the row as JSON.")
  @Column("text")
  body: string;
}
