import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, OneToMany, type Relation } from "typeorm";
import { ConnectionField, CreatedAt, MaxLength, MaxTexts, Node, UpdatedAt, Url } from "#engine/entities";
import { Content, Kept, Technical } from "./classification.js";
import { limits } from "./limits.js";
import { StoryConnection, StoryPage } from "./pages/StoryPage.js";
import { Story } from "./Story.js";
import { Tutorial } from "./Tutorial.js";
import { User } from "./User.js";

@Kept("account")
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

  @Content("To show the picture.")
  @Column("varchar", { nullable: true })
  @MaxLength(limits.url)
  @Field(() => Url, { nullable: true, description: "The picture as it was uploaded." })
  uploadedImageUrl: string | null;

  @Content("To show the picture's versions.")
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
}
