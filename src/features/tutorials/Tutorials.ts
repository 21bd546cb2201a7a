import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { Tutorial } from "../../entities/Tutorial.js";
import { TutorialStep } from "../../entities/TutorialStep.js";
import { idIsTaken, notFound } from "../../errors.js";
import type { RequestContext } from "../../RequestContext.js";
import { changeRow } from "../../writes/changeRow.js";
import { insertOnce } from "../../writes/insertOnce.js";
import { lockRow, type Seen } from "../../writes/lockRow.js";
import type { Writer } from "../../writes/Writer.js";
import type { CreateTutorialInput } from "./CreateTutorialInput.js";
import type { TutorialStepInput } from "./TutorialStepInput.js";
import type { UpdateTutorialInput } from "./UpdateTutorialInput.js";

/** What admins do to tutorials. Each hands back the tutorial's id. */
export class Tutorials {
  constructor(private readonly writer: Writer) {}

  create(context: RequestContext, input: CreateTutorialInput): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      const { category, subject, thumbnailUrl = null, descriptionEn = null, descriptionDe = null } = input;
      const id = input.id ?? randomUUID();
      const steps = input.steps ?? [];
      const columns = { category, subject, thumbnailUrl, descriptionEn, descriptionDe, totalSteps: steps.length };
      if (await insertOnce(manager, Tutorial, { id, ...columns })) await insertSteps(manager, id, steps);
      else await compareSteps(manager, id, steps);
      return id;
    });
  }

  update(context: RequestContext, id: string, changes: UpdateTutorialInput, seen: Seen): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      await lockRow(manager, Tutorial, { id }, "tutorial", seen);
      await changeRow(manager, Tutorial, id, changes);
      return id;
    });
  }

  /** Its steps go with it; the drawings made after it stay. */
  delete(context: RequestContext, id: string): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      const { affected } = await manager.delete(Tutorial, id);
      if (affected !== 1) throw notFound("tutorial");
      return id;
    });
  }
}

async function insertSteps(manager: EntityManager, tutorialId: string, steps: readonly TutorialStepInput[]): Promise<void> {
  const rows = steps.map((step, index) => ({ ...step, id: randomUUID(), tutorialId, stepNumber: index + 1 }));
  if (rows.length > 0) await manager.insert(TutorialStep, rows);
}

/** A tutorial that is sent again is the same only with the same steps. */
async function compareSteps(manager: EntityManager, tutorialId: string, steps: readonly TutorialStepInput[]): Promise<void> {
  const there = await manager.find(TutorialStep, { where: { tutorialId }, order: { stepNumber: "ASC" } });
  const contents = (step: TutorialStepInput) => JSON.stringify([step.instructionEn, step.instructionDe, step.imageUrl]);
  if (there.map(contents).join() !== steps.map(contents).join()) throw idIsTaken();
}
