import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { User } from "./User.js";

/** A sign-in that is still good. The token itself is nowhere: whoever reads the table cannot sign in with what it holds. */
@Entity("sessions")
@Index(["tokenHash"], { unique: true })
@Index(["userId"])
export class Session {
  @PrimaryGeneratedColumn("uuid")
  id: string;

  /** The SHA-256 of the token, 32 bytes. */
  @Column("bytea")
  tokenHash: Buffer;

  @Column("uuid")
  userId: string;

  @ManyToOne(
    () => User,
    (user) => user.sessions,
    { onDelete: "CASCADE", nullable: false },
  )
  @JoinColumn()
  user: Relation<User>;

  @Column("timestamptz", { default: () => "now()" })
  createdAt: Date;

  @Column("timestamptz")
  expiresAt: Date;
}
