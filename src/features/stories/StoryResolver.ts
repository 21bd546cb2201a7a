import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Id, PageArguments } from "#engine/entities";
import { IdsAtOnce, IfUpdatedAt, type Read, type RequestContext, readPage, readRow, readRows } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { StoryConnection, StoryPage } from "../../entities/pages/StoryPage.js";
import { Story } from "../../entities/Story.js";
import { CreateStoryInput } from "./CreateStoryInput.js";
import type { Stories } from "./Stories.js";
import { UpdateStoryInput } from "./UpdateStoryInput.js";

@Resolver()
export class StoryResolver {
  constructor(private readonly stories: Stories) {}

  @Query(() => Story, { nullable: true, description: "One story that the viewer may see, or null." })
  story(@Arg("id", () => Id, { description: "The story's id." }) id: string): Read {
    return readRow({ id });
  }

  @Query(() => StoryConnection, {
    nullable: true,
    name: "stories",
    description: "The viewer's stories; for an admin, everyone's. Needs a token; null without one, beside the error.",
  })
  @PageArguments(() => StoryPage)
  list(): Read {
    return readPage({ needs: "viewer" });
  }

  @Mutation(() => Story, { nullable: true, description: "Makes a story of the viewer's own." })
  async createStory(
    @Arg("input", () => CreateStoryInput, { description: "What it is made of." }) input: CreateStoryInput,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.stories.create(context, input) });
  }

  @Mutation(() => Story, { nullable: true, description: "Changes a story of the viewer's own." })
  async updateStory(
    @Arg("id", () => Id, { description: "The story's id." }) id: string,
    @Arg("input", () => UpdateStoryInput, { description: "What to change; what is left out stays." }) input: UpdateStoryInput,
    @IfUpdatedAt() ifUpdatedAt: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.stories.update(context, id, input, { ifUpdatedAt }) });
  }

  @Mutation(() => Story, { nullable: true, description: "Marks a story of the viewer's own as a favourite, or not." })
  async setStoryFavorite(
    @Arg("id", () => Id, { description: "The story's id." }) id: string,
    @Arg("isFavorite", () => Boolean, { description: "Whether it is to be a favourite." }) isFavorite: boolean,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.stories.setFavorite(context, id, isFavorite) });
  }

  @Mutation(() => Id, { nullable: true, description: "Deletes a story of the viewer's own. Answers the id." })
  deleteStory(
    @Arg("id", () => Id, { description: "The story's id." }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    return this.stories.delete(context, id);
  }

  @Mutation(() => [Story], {
    nullable: true,
    description:
      "Marks stories of the viewer's own as favourites, or not: at most 50, all or none. An id that stands twice counts once. Answers them in their order.",
  })
  @IdsAtOnce(limits.idsAtOnce)
  async setStoriesFavorite(
    @Arg("ids", () => [Id], { description: "The stories' ids." }) ids: string[],
    @Arg("isFavorite", () => Boolean, { description: "Whether they are to be favourites." }) isFavorite: boolean,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRows(await this.stories.setFavorites(context, ids, isFavorite));
  }

  @Mutation(() => [Id], {
    nullable: true,
    description: "Deletes stories of the viewer's own: at most 50, all or none. Answers the ids.",
  })
  @IdsAtOnce(limits.idsAtOnce)
  deleteStories(
    @Arg("ids", () => [Id], { description: "The stories' ids." }) ids: string[],
    @Ctx() context: RequestContext,
  ): Promise<readonly string[]> {
    return this.stories.deleteAll(context, ids);
  }
}
