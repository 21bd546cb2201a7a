import { Field, InputType } from "type-graphql";
import { Distinct } from "../../../packages/engine/src/inputs/Distinct.js";
import { ListSize } from "../../../packages/engine/src/inputs/ListSize.js";
import { Id } from "../../../packages/engine/src/scalars/Id.js";
import { Url } from "../../../packages/engine/src/scalars/Url.js";
import { limits } from "../../entities/limits.js";

@InputType({ description: "A new drawing." })
export class CreateDrawingInput {
  @Field(() => Id, { nullable: true, description: "A UUID that the client makes. Sent twice, it makes one drawing." })
  id?: string | null;

  @Field(() => Id, { nullable: true, description: "The tutorial that it was drawn after." })
  tutorialId?: string | null;

  @Field(() => Url, { nullable: true, description: "The picture as it was uploaded." })
  uploadedImageUrl?: string | null;

  @Field(() => [Url], { nullable: true, description: `Its edited versions: up to ${limits.editedImages}, each once.` })
  @ListSize(limits.editedImages)
  @Distinct()
  editedImagesUrls?: string[] | null;
}
