import { Field, InputType } from "type-graphql";
import { Id, Url } from "#engine/entities";
import { Distinct, ListSize } from "#engine/features";
import { limits } from "../../entities/limits.js";

@InputType({ description: "A new drawing." })
export class CreateDrawingInput {
  @Field(() => Id, { nullable: true, description: "A UUID that the client makes. Sent twice, it makes one drawing." })
  id?: string | null;

  @Field(() => Id, { nullable: true, description: "The tutorial that it was drawn after." })
  tutorialId?: string | null;

  @Field(() => Id, {
    nullable: true,
    description: "A picture of the viewer's own that has been uploaded, in place of uploadedImageUrl.",
  })
  pictureId?: string | null;

  @Field(() => Url, { nullable: true, description: "The picture as it was uploaded." })
  uploadedImageUrl?: string | null;

  @Field(() => [Url], { nullable: true, description: `Its edited versions: up to ${limits.editedImages}, each once.` })
  @ListSize(limits.editedImages)
  @Distinct()
  editedImagesUrls?: string[] | null;
}
