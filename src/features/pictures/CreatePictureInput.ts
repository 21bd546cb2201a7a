import { Field, InputType, Int } from "type-graphql";
import { Id } from "#engine/entities";
import { NumberRange } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { PictureType } from "../../entities/PictureType.js";

@InputType({ description: "A new picture." })
export class CreatePictureInput {
  @Field(() => Id, {
    nullable: true,
    description:
      "A UUID that the client makes. Sent twice, it makes one picture, and another address for the same one until it is uploaded.",
  })
  id?: string | null;

  @Field(() => PictureType, { description: "What kind of file it is." })
  type: PictureType;

  @Field(() => Int, {
    description: `How many bytes it has: 1 to ${limits.pictureBytes}. Make it smaller on the device: 2048 pixels are kept.`,
  })
  @NumberRange(1, limits.pictureBytes)
  bytes: number;
}
