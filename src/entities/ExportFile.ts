import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { CreatedAt } from "#engine/entities";
import { RetainedFor, Technical } from "./classification.js";
import { User } from "./User.js";

/** A copy of everything that is held about an account, which waits to be fetched once. The address itself is not stored. */
@RetainedFor("export")
@Entity("exports")
@Index(["userId"], { unique: true })
@Index(["tokenHash"], { unique: true })
@Index(["expiresAt"])
export class ExportFile {
  @Technical("To name the row.")
  @PrimaryGeneratedColumn("uuid")
  id: string;

  @Technical("To know whose data it is.")
  @Column("uuid")
  userId: string;

  @ManyToOne(() => User, { onDelete: "CASCADE", nullable: false })
  @JoinColumn()
  user: Relation<User>;

  /** The SHA-256 of the secret in its address, 32 bytes. */
  @Technical("To recognise the address.", { isSecret: true })
  @Column("bytea")
  tokenHash: Buffer;

  @CreatedAt()
  createdAt: Date;

  @Technical("To end the address.")
  @Column("timestamptz")
  expiresAt: Date;

  @Technical("To hand the copy out once.")
  @Column("timestamptz", { nullable: true })
  fetchedAt: Date | null;
}
