import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Id, MaxEntries, PageArguments } from "#engine/entities";
import { IfUpdatedAt, type Read, type RequestContext, readAll, readPage, readRow } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { TutorialConnection, TutorialPage } from "../../entities/pages/TutorialPage.js";
import { Tutorial } from "../../entities/Tutorial.js";
import { TutorialCategory } from "../../entities/TutorialCategory.js";
import { CreateTutorialInput } from "./CreateTutorialInput.js";
import type { Tutorials } from "./Tutorials.js";
import { UpdateTutorialInput } from "./UpdateTutorialInput.js";

@Resolver()
export class TutorialResolver {
  constructor(private readonly tutorials: Tutorials) {}

  @Query(() => Tutorial, { nullable: true, description: "One tutorial, or null when there is none with that id." })
  tutorial(@Arg("id", () => Id, { description: "The tutorial's id." }) id: string): Read {
    return readRow({ id });
  }

  @Query(() => TutorialConnection, { name: "tutorials", description: "The tutorials." })
  @PageArguments(() => TutorialPage)
  list(): Read {
    return readPage();
  }

  @Query(() => [TutorialCategory], {
    description: `Every category with its number of tutorials, by name; the first ${limits.categories} of them.`,
  })
  @MaxEntries(limits.categories)
  tutorialCategories(): Read {
    return readAll();
  }

  @Mutation(() => Tutorial, {
    nullable: true,
    description: "Makes a tutorial with its steps. Admins only, as is everything that changes tutorials.",
  })
  async createTutorial(
    @Arg("input", () => CreateTutorialInput, { description: "What it is made of, with its steps in order." })
    input: CreateTutorialInput,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.tutorials.create(context, input) });
  }

  @Mutation(() => Tutorial, { nullable: true, description: "Changes a tutorial. Admins only." })
  async updateTutorial(
    @Arg("id", () => Id, { description: "The tutorial's id." }) id: string,
    @Arg("input", () => UpdateTutorialInput, { description: "What to change; what is left out stays." })
    input: UpdateTutorialInput,
    @IfUpdatedAt() ifUpdatedAt: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.tutorials.update(context, id, input, { ifUpdatedAt }) });
  }

  @Mutation(() => Id, {
    nullable: true,
    description:
      "Deletes a tutorial with its steps; drawings made after it stay, with tutorial null. Admins only. Answers the id.",
  })
  deleteTutorial(
    @Arg("id", () => Id, { description: "The tutorial's id." }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    return this.tutorials.delete(context, id);
  }
}
