import { Field, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { DateTime, Id } from "#engine/entities";
import { ConsentMethod } from "./ConsentMethod.js";
import { Personal, RetainedFor, Technical } from "./classification.js";
import { limits } from "./limits.js";
import { User } from "./User.js";

/** A guardian's consent to what the service does with a child's data. A withdrawn consent stays: it proves what was allowed until then. */
@RetainedFor("account")
@Entity("consents", { orderBy: { givenAt: "DESC" } })
@ObjectType({ description: "A guardian's consent, given or withdrawn. Seen by the account and by admins." })
@Check("consents_method_known", "method IN ('ONLINE', 'PAPER', 'SCHOOL')")
@Index(["userId", "givenAt"])
export class Consent {
  @Technical("To name the row.")
  @PrimaryGeneratedColumn("uuid")
  @Field(() => Id, { description: "The UUID, for withdrawConsent." })
  id: string;

  @Technical("To know whose consent it is.")
  @Column("uuid")
  userId: string;

  @ManyToOne(
    () => User,
    (user) => user.consents,
    { onDelete: "CASCADE", nullable: false },
  )
  @JoinColumn()
  user: Relation<User>;

  @Personal("To prove who gave it.")
  @Column("varchar", { length: limits.guardian })
  @Field(() => String, { description: "Who gave it." })
  guardian: string;

  @Technical("To prove how it was given.")
  @Column("varchar", { length: 16 })
  @Field(() => ConsentMethod, { description: "How it was given." })
  method: ConsentMethod;

  @Technical("To prove what it was given to.")
  @Column("varchar", { length: limits.textVersion })
  @Field(() => String, { description: "Which version of the text it was given to." })
  textVersion: string;

  @Technical("To prove when it was given.")
  @Column("timestamptz", { default: () => "now()" })
  @Field(() => DateTime, { description: "When it was given." })
  givenAt: Date;

  @Technical("To prove when it was withdrawn.")
  @Column("timestamptz", { nullable: true })
  @Field(() => DateTime, { nullable: true, description: "When it was withdrawn; null while it holds." })
  withdrawnAt: Date | null;
}
