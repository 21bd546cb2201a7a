import { Field, InputType } from "type-graphql";
import { Id, Url } from "#engine/entities";

@InputType({ description: "What to change; a field that is left out stays, null clears it." })
export class UpdateDrawingInput {
  @Field(() => Id, { nullable: true, description: "The tutorial that it was drawn after." })
  tutorialId?: string | null;

  @Field(() => Id, {
    nullable: true,
    description: "A picture of the viewer's own that has been uploaded, in place of uploadedImageUrl.",
  })
  pictureId?: string | null;

  @Field(() => Url, { nullable: true, description: "The picture as it was uploaded." })
  uploadedImageUrl?: string | null;
}
