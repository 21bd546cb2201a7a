import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "#engine/features";
import { CreatePictureInput } from "./CreatePictureInput.js";
import type { Pictures } from "./Pictures.js";
import { PictureUpload } from "./PictureUpload.js";

@Resolver()
export class PictureResolver {
  constructor(private readonly pictures: Pictures) {}

  @Mutation(() => PictureUpload, {
    nullable: true,
    description: "Makes an empty picture of the viewer's own, and an address that takes its bytes for 15 minutes.",
  })
  createPicture(
    @Arg("input", () => CreatePictureInput, { description: "What will be sent." }) input: CreatePictureInput,
    @Ctx() context: RequestContext,
  ): Promise<PictureUpload> {
    return this.pictures.create(context, input);
  }
}
