import { Field, ObjectType } from "type-graphql";
import { DateTime, Url } from "#engine/entities";
import type { Read } from "#engine/features";
import { Picture } from "../../entities/Picture.js";

@ObjectType({
  description:
    "Where to send the bytes of a new picture: PUT them to url as they are, with the Content-Type that was named and no token. 204 means that it is kept.",
})
export class PictureUpload {
  @Field(() => Picture, { description: "The picture, empty so far. Give its id to createDrawing." })
  picture: Read;

  @Field(() => Url, { description: "Takes one PUT of exactly the bytes that were announced." })
  url: string;

  @Field(() => DateTime, { description: "When the address ends." })
  expiresAt: Date;
}
