import { Arg, Ctx, Int, Mutation, Resolver } from "type-graphql";
import { Id } from "#engine/entities";
import { IfUpdatedAt, type Read, type RequestContext, readRow } from "#engine/features";
import { Tutorial } from "../../entities/Tutorial.js";
import { TutorialStep } from "../../entities/TutorialStep.js";
import { TutorialStepInput } from "./TutorialStepInput.js";
import type { TutorialSteps } from "./TutorialSteps.js";
import { UpdateTutorialStepInput } from "./UpdateTutorialStepInput.js";

@Resolver()
export class TutorialStepResolver {
  constructor(private readonly steps: TutorialSteps) {}

  @Mutation(() => Tutorial, {
    nullable: true,
    description: "Adds a step at the end, or at position; the later steps move up by one. Admins only.",
  })
  async addTutorialStep(
    @Arg("tutorialId", () => Id, { description: "The tutorial's id." }) tutorialId: string,
    @Arg("input", () => TutorialStepInput, { description: "What the step says and shows." }) input: TutorialStepInput,
    @Arg("position", () => Int, { nullable: true, description: "From 1 to one more than there are." }) position:
      | number
      | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.steps.add(context, tutorialId, input, position) });
  }

  @Mutation(() => TutorialStep, { nullable: true, description: "Changes a step. Admins only." })
  async updateTutorialStep(
    @Arg("id", () => Id, { description: "The step's id." }) id: string,
    @Arg("input", () => UpdateTutorialStepInput, { description: "What to change; what is left out stays." })
    input: UpdateTutorialStepInput,
    @IfUpdatedAt() ifUpdatedAt: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.steps.update(context, id, input, { ifUpdatedAt }) });
  }

  @Mutation(() => Tutorial, {
    nullable: true,
    description: "Moves a step; the steps between make room. Admins only. Answers the tutorial.",
  })
  async moveTutorialStep(
    @Arg("id", () => Id, { description: "The step's id." }) id: string,
    @Arg("position", () => Int, { description: "From 1 to as many as there are." }) position: number,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.steps.move(context, id, position) });
  }

  @Mutation(() => Tutorial, {
    nullable: true,
    description: "Deletes a step; the later steps move down by one. Admins only. Answers the tutorial.",
  })
  async deleteTutorialStep(
    @Arg("id", () => Id, { description: "The step's id." }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Read> {
    return readRow({ id: await this.steps.delete(context, id) });
  }
}
