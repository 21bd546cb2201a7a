import { Field, InputType } from "type-graphql";
import { Id } from "../../entities/scalars/Id.js";
import { Url } from "../../entities/scalars/Url.js";
import { Distinct } from "../../inputs/Distinct.js";
import { ListSize } from "../../inputs/ListSize.js";
import { MAX_EDITED_IMAGES } from "./limits.js";

@InputType({ description: "A new drawing." })
export class CreateDrawingInput {
  @Field(() => Id, { nullable: true, description: "A UUID that the client made: sent twice, it makes one drawing." })
  id?: string | null;

  @Field(() => Id, { nullable: true, description: "The tutorial that it was drawn after." })
  tutorialId?: string | null;

  @Field(() => Url, { nullable: true, description: "The picture as it was uploaded." })
  uploadedImageUrl?: string | null;

  @Field(() => [Url], { nullable: true, description: `Its edited versions: up to ${MAX_EDITED_IMAGES}, each once.` })
  @ListSize(MAX_EDITED_IMAGES)
  @Distinct()
  editedImagesUrls?: string[] | null;
}
