import { Field, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, type Relation, Unique } from "typeorm";
import { ComputedField, CreatedAt, DateTime, Node, UpdatedAt, Url } from "#engine/entities";
import { Content, RetainedFor, Technical } from "./classification.js";
import { limits } from "./limits.js";
import type { PictureSize } from "./PictureSize.js";
import type { PictureType } from "./PictureType.js";
import { addressSql, InSize } from "./pictureAddress.js";
import { User } from "./User.js";

@RetainedFor("picture")
@Entity("pictures")
@ObjectType({
  implements: Node,
  description:
    "A picture that the service keeps: upright, as WebP, without the place, the device or anything else that a camera writes into it. Seen by its owner and by admins.",
})
@Check("pictures_content_type_known", "content_type IN ('image/jpeg', 'image/png', 'image/webp')")
@Check(
  "pictures_upload_whole",
  "num_nulls(uploaded_at, width, height, kept_bytes) IN (0, 4) AND (uploaded_at IS NULL OR storage_key IS NOT NULL)",
)
@Unique("pictures_id_user_id_key", ["id", "userId"])
@Index(["userId", "createdAt", "id"])
@Index(["createdAt", "id"])
export class Picture extends Node {
  @Technical("To know whose picture it is.")
  @Column("uuid")
  userId: string;

  @ManyToOne(() => User, { onDelete: "CASCADE", nullable: false })
  @JoinColumn()
  @Field(() => User, { description: "The account that uploaded it." })
  user: Relation<User>;

  /** 32 random bytes in base64url, made anew for each attempt to upload it; null before the first. */
  @Technical("To find its files.", { isSecret: true })
  @Column("varchar", { length: limits.storageKey, nullable: true })
  storageKey: string | null;

  @Technical("To check what is sent.")
  @Column("varchar", { length: 10 })
  contentType: PictureType;

  @Technical("To check what is sent.")
  @Column("integer")
  sentBytes: number;

  @Technical("To know how much room it takes.")
  @Column("integer", { nullable: true })
  keptBytes: number | null;

  @Content("To show it without a jump.")
  @Column("integer", { nullable: true })
  @Field(() => Int, { nullable: true, description: "How wide it is in pixels, once uploaded." })
  width: number | null;

  @Content("To show it without a jump.")
  @Column("integer", { nullable: true })
  @Field(() => Int, { nullable: true, description: "How high it is in pixels, once uploaded." })
  height: number | null;

  @Technical("To know whether it is there.")
  @Column("timestamptz", { nullable: true })
  @Field(() => DateTime, {
    nullable: true,
    description: "When its bytes arrived; null before. One that stays empty for a day is deleted.",
  })
  uploadedAt: Date | null;

  @ComputedField(() => Url, {
    description:
      "Where it is for the next hour or two, without a token: whoever has the address sees it. Null before it is uploaded. Ask again for a new one.",
    nullable: true,
    arguments: () => InSize,
    maxLength: limits.url,
    sql: ({ size }: { size: PictureSize }) => `CASE WHEN {uploadedAt} IS NOT NULL THEN ${addressSql("{storageKey}", size)} END`,
  })
  url: string | null;

  @CreatedAt()
  createdAt: Date;

  @UpdatedAt()
  updatedAt: Date;
}
