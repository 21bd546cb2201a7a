import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Id } from "#engine/entities";
import { type Read, type RequestContext, readRow } from "#engine/features";
import { StoryRequest } from "../../entities/StoryRequest.js";
import { RequestStoryInput } from "./RequestStoryInput.js";
import type { StoryRequests } from "./StoryRequests.js";

@Resolver()
export class StoryRequestResolver {
  constructor(private readonly requests: StoryRequests) {}

  @Query(() => StoryRequest, { nullable: true, description: "A story that was asked for, or null." })
  storyRequest(@Arg("id", () => Id, { description: "The request's id." }) id: string): Read {
    return readRow({ id });
  }

  @Mutation(() => StoryRequest, {
    nullable: true,
    description:
      "Has a story written about a drawing of the viewer's own. While one is being written about it, the answer is that one.",
  })
  async requestStory(
    @Arg("input", () => RequestStoryInput, { description: "About which drawing." }) input: RequestStoryInput,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.requests.request(context, input) });
  }
}
