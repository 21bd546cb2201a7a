import { Field, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, OneToMany, type Relation } from "typeorm";
import {
  CalendarDate,
  ComputedField,
  ConnectionField,
  CreatedAt,
  DateTime,
  MaxEntries,
  Node,
  UpdatedAt,
} from "#engine/entities";
import { Consent } from "./Consent.js";
import { Personal, RetainedFor, Technical } from "./classification.js";
import { Drawing } from "./Drawing.js";
import { Language } from "./Language.js";
import { limits } from "./limits.js";
import { DrawingConnection, DrawingPage } from "./pages/DrawingPage.js";
import { StoryConnection, StoryPage } from "./pages/StoryPage.js";
import { Role } from "./Role.js";
import { Session } from "./Session.js";
import { Story } from "./Story.js";

@RetainedFor("account")
@Entity("users")
@ObjectType({ implements: Node, description: "An account. A viewer sees their own; an admin sees all." })
@Check("users_email_lower_case", "email = lower(email)")
@Check("users_role_known", "role IN ('USER', 'ADMIN')")
@Check("users_language_known", "language IN ('EN', 'DE')")
@Check("(birthdate) BETWEEN '0001-01-01' AND '9999-12-31'")
@Index(["email"], { unique: true })
// COLLATE "C", which TypeORM cannot declare: a migration says it.
@Index("ix_users_email_id_by_code_points", ["email", "id"])
@Index(["createdAt", "id"])
@Index(["role", "createdAt", "id"])
// On an expression, which TypeORM cannot declare: a migration makes it.
@Index("ix_users_search_text_trigrams", { synchronize: false })
export class User extends Node {
  @Personal("To sign in, and to write to the account.")
  @Column("varchar", { length: limits.email })
  @Field(() => String, { description: "The address to sign in with, in lower case." })
  email: string;

  @Technical("To know whether mail to the email reaches the account's owner.")
  @Column("timestamptz", { nullable: true })
  @Field(() => DateTime, {
    nullable: true,
    description: "When the email was verified by a link; null for one that was not, and after a change of the email.",
  })
  emailVerifiedAt: Date | null;

  /** The bcrypt hash. It is no GraphQL field, and TypeORM reads it only when a query names it. */
  @Personal("To sign in: a hash, from which nobody can tell the password.", { isSecret: true })
  @Column("varchar", { length: limits.passwordHash, select: false })
  password: string;

  @Personal("To greet the child.")
  @Column("varchar", { length: limits.name, nullable: true })
  @Field(() => String, { nullable: true, description: "What the child wants to be called." })
  name: string | null;

  @Personal("To know the age, on which consent depends.")
  @Column("date", { nullable: true })
  @Field(() => CalendarDate, { nullable: true, description: "The day of birth." })
  birthdate: string | null;

  @Technical("To know what the account may do.")
  @Column("varchar", { length: 16, default: Role.USER })
  @Field(() => Role, { description: "What the account may do." })
  role: Role;

  /** Null until one is chosen: until then GraphQL answers English, and mails are in both languages. */
  @Personal("To write mails in it, and to start apps in it.")
  @Column("varchar", { length: 2, nullable: true })
  @ComputedField(() => Language, {
    description: "The language that the account prefers: its mails are written in it, and apps start in it.",
    sql: () => `coalesce({language}, '${Language.EN}')`,
  })
  language: Language | null;

  /** A trigger keeps it: the texts that are searched, folded. It is no GraphQL field, and TypeORM reads it only when a query names it. */
  @Personal("To find the account by its name or email.", { isDerived: true })
  @Column("text", { nullable: true, select: false })
  searchText: string | null;

  @CreatedAt()
  createdAt: Date;

  @UpdatedAt()
  updatedAt: Date;

  @OneToMany(
    () => Drawing,
    (drawing) => drawing.user,
  )
  @ConnectionField(
    () => DrawingConnection,
    () => DrawingPage,
    "The drawings that the account uploaded.",
  )
  drawings: Relation<Drawing[]>;

  @OneToMany(
    () => Story,
    (story) => story.user,
  )
  @ConnectionField(
    () => StoryConnection,
    () => StoryPage,
    "The stories that were told to the account.",
  )
  stories: Relation<Story[]>;

  @OneToMany(
    () => Session,
    (session) => session.user,
  )
  @MaxEntries(limits.sessions)
  @Field(() => [Session], {
    description:
      "The sessions that are still good, newest first. Only the account itself sees them; others, admins too, get an empty list.",
  })
  sessions: Relation<Session[]>;

  @OneToMany(
    () => Consent,
    (consent) => consent.user,
  )
  @MaxEntries(limits.consents)
  @Field(() => [Consent], { description: "The guardians' consents, newest first, with those that were withdrawn." })
  consents: Relation<Consent[]>;
}
