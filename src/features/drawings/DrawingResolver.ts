import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Id, PageArguments, Url } from "#engine/entities";
import { IdsAtOnce, IfUpdatedAt, type Read, type RequestContext, readPage, readRow } from "#engine/features";
import { Drawing } from "../../entities/Drawing.js";
import { limits } from "../../entities/limits.js";
import { DrawingConnection, DrawingPage } from "../../entities/pages/DrawingPage.js";
import { CreateDrawingInput } from "./CreateDrawingInput.js";
import type { Drawings } from "./Drawings.js";
import { UpdateDrawingInput } from "./UpdateDrawingInput.js";

@Resolver()
export class DrawingResolver {
  constructor(private readonly drawings: Drawings) {}

  @Query(() => Drawing, { nullable: true, description: "One drawing that the viewer may see, or null." })
  drawing(@Arg("id", () => Id, { description: "The drawing's id." }) id: string): Read {
    return readRow({ id });
  }

  @Query(() => DrawingConnection, {
    nullable: true,
    name: "drawings",
    description: "The viewer's drawings; for an admin, everyone's. Needs a token; null without one, beside the error.",
  })
  @PageArguments(() => DrawingPage)
  list(): Read {
    return readPage({ needs: "viewer" });
  }

  @Mutation(() => Drawing, { nullable: true, description: "Makes a drawing of the viewer's own." })
  async createDrawing(
    @Arg("input", () => CreateDrawingInput, { description: "What it is made of." }) input: CreateDrawingInput,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.drawings.create(context, input) });
  }

  @Mutation(() => Drawing, { nullable: true, description: "Changes a drawing of the viewer's own." })
  async updateDrawing(
    @Arg("id", () => Id, { description: "The drawing's id." }) id: string,
    @Arg("input", () => UpdateDrawingInput, { description: "What to change; what is left out stays." })
    input: UpdateDrawingInput,
    @IfUpdatedAt() ifUpdatedAt: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.drawings.update(context, id, input, { ifUpdatedAt }) });
  }

  @Mutation(() => Drawing, {
    nullable: true,
    description: "Adds an edited image at the end; one that is there already stays where it is.",
  })
  async addEditedImage(
    @Arg("drawingId", () => Id, { description: "The drawing's id." }) id: string,
    @Arg("url", () => Url, { description: "Where the edited image is." }) url: string,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.drawings.addEditedImage(context, id, url) });
  }

  @Mutation(() => Drawing, { nullable: true, description: "Removes an edited image; one that is not there changes nothing." })
  async removeEditedImage(
    @Arg("drawingId", () => Id, { description: "The drawing's id." }) id: string,
    @Arg("url", () => Url, { description: "The edited image to remove." }) url: string,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.drawings.removeEditedImage(context, id, url) });
  }

  @Mutation(() => Id, {
    nullable: true,
    description: "Deletes a drawing of the viewer's own; the stories about it stay, with drawing null. Answers the id.",
  })
  deleteDrawing(
    @Arg("id", () => Id, { description: "The drawing's id." }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    return this.drawings.delete(context, id);
  }

  @Mutation(() => [Id], {
    nullable: true,
    description:
      "Deletes drawings of the viewer's own: at most 50, all or none. The stories about them stay, with drawing null. Answers the ids.",
  })
  @IdsAtOnce(limits.idsAtOnce)
  deleteDrawings(
    @Arg("ids", () => [Id], { description: "The drawings' ids." }) ids: string[],
    @Ctx() context: RequestContext,
  ): Promise<readonly string[]> {
    return this.drawings.deleteAll(context, ids);
  }
}
