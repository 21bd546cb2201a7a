import { Field, ObjectType } from "type-graphql";
import { Column, Entity, ForeignKey, Index, JoinColumn, ManyToOne, OneToMany, type Relation } from "typeorm";
import { ComputedField, ConnectionField, CreatedAt, MaxLength, MaxTexts, Node, UpdatedAt, Url } from "#engine/entities";
import { Content, RetainedFor, Technical } from "./classification.js";
import { limits } from "./limits.js";
import { Picture } from "./Picture.js";
import { StoryConnection, StoryPage } from "./pages/StoryPage.js";
import { StoryRequestConnection, StoryRequestPage } from "./pages/StoryRequestPage.js";
import { shownAddressSql } from "./pictureAddress.js";
import { Story } from "./Story.js";
import { StoryRequest } from "./StoryRequest.js";
import { Tutorial } from "./Tutorial.js";
import { User } from "./User.js";

@RetainedFor("account")
@Entity("drawings")
@ObjectType({
  implements: Node,
  description: "A picture that a user drew and uploaded, with its edited versions. Seen by its owner and by admins.",
})
@Index(["userId", "createdAt", "id"])
@Index(["userId", "updatedAt", "id"])
@Index(["tutorialId", "createdAt", "id"])
@Index(["tutorialId", "updatedAt", "id"])
@Index(["createdAt", "id"])
@Index(["updatedAt", "id"])
@ForeignKey(() => Picture, ["pictureId", "userId"], ["id", "userId"], { name: "drawings_picture_id_fkey" })
@Index(["pictureId", "userId"])
export class Drawing extends Node {
  @Technical("To know whose drawing it is.")
  @Column("uuid")
  userId: string;

  @ManyToOne(
    () => User,
    (user) => user.drawings,
    { onDelete: "CASCADE", nullable: false },
  )
  @JoinColumn()
  @Field(() => User, { description: "The account that uploaded it." })
  user: Relation<User>;

  @Content("To show what it was drawn after.")
  @Column("uuid", { nullable: true })
  tutorialId: string | null;

  @ManyToOne(
    () => Tutorial,
    (tutorial) => tutorial.drawings,
    { onDelete: "SET NULL", nullable: true },
  )
  @JoinColumn()
  @Field(() => Tutorial, { nullable: true, description: "The tutorial that it was drawn after." })
  tutorial: Relation<Tutorial> | null;

  @Content("To show the picture.", { picture: "elsewhere" })
  @Column("varchar", { nullable: true })
  @MaxLength(limits.url)
  @ComputedField(() => Url, {
    nullable: true,
    description: "The picture as it was uploaded.",
    maxLength: limits.url,
    sql: shownAddressSql("uploadedImageUrl"),
  })
  uploadedImageUrl: string | null;

  @Content("To show the picture that the service keeps.")
  @Column("uuid", { nullable: true })
  pictureId: string | null;

  /** The foreign key is on the account too: nobody shows another's picture. */
  @ManyToOne(() => Picture, { nullable: true, createForeignKeyConstraints: false })
  @JoinColumn()
  @Field(() => Picture, {
    nullable: true,
    description: "The picture that the service keeps of it; uploadedImageUrl is its address then.",
  })
  picture: Relation<Picture> | null;

  @Content("To show the picture's versions.", { picture: "elsewhere" })
  @Column("varchar", { array: true, default: () => "'{}'" })
  @MaxTexts(limits.editedImages, limits.url)
  @Field(() => [Url], { description: "The edited versions, in the order in which they were added." })
  editedImagesUrls: string[];

  @CreatedAt()
  createdAt: Date;

  @UpdatedAt()
  updatedAt: Date;

  @OneToMany(
    () => Story,
    (story) => story.drawing,
  )
  @ConnectionField(
    () => StoryConnection,
    () => StoryPage,
    "The stories told about it.",
  )
  stories: Relation<Story[]>;

  @OneToMany(
    () => StoryRequest,
    (request) => request.drawing,
  )
  @ConnectionField(
    () => StoryRequestConnection,
    () => StoryRequestPage,
    "The stories that were asked for about it, newest first.",
  )
  storyRequests: Relation<StoryRequest[]>;
}
