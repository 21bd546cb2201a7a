import type { EntityManager } from "typeorm";
import {
  badInput,
  changeRow,
  FieldCode,
  insertRows,
  lockRow,
  newId,
  notFound,
  type RequestContext,
  type Seen,
  type Writer,
  withoutNulls,
} from "#engine/features";
import { limits } from "../../entities/limits.js";
import { Tutorial } from "../../entities/Tutorial.js";
import { TutorialStep } from "../../entities/TutorialStep.js";
import type { TutorialStepInput } from "./TutorialStepInput.js";
import type { UpdateTutorialStepInput } from "./UpdateTutorialStepInput.js";

/**
 * Admins' changes of a tutorial's steps. Adding, moving and deleting lock the tutorial first, so that its steps stay 1, 2, 3, … and
 * totalSteps stays right while others change it too. These methods return the tutorial's id.
 */
export class TutorialSteps {
  constructor(private readonly writer: Writer) {}

  /** Adds a step at the end, or at the position. */
  add(context: RequestContext, tutorialId: string, step: TutorialStepInput, position?: number | null): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      const ids = await lockSteps(manager, tutorialId);
      if (ids.length >= limits.steps)
        throw badInput([
          {
            path: ["input"],
            code: FieldCode.TOO_MANY,
            message: `A tutorial has at most ${limits.steps} steps. Delete one first.`,
          },
        ]);
      const at = position ?? ids.length + 1;
      checkPosition(at, ids.length + 1);
      const id = newId();
      await insertRows(manager, TutorialStep, [{ ...withoutNulls(step), id, tutorialId, stepNumber: ids.length + 1 }]);
      await arrange(manager, tutorialId, insertAt(ids, at, id));
      return tutorialId;
    });
  }

  move(context: RequestContext, id: string, position: number): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      const { tutorialId, ids } = await lockStepsAround(manager, id);
      checkPosition(position, ids.length);
      const others = ids.filter((other) => other !== id);
      await arrange(manager, tutorialId, insertAt(others, position, id));
      return tutorialId;
    });
  }

  delete(context: RequestContext, id: string): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      const { tutorialId, ids } = await lockStepsAround(manager, id);
      await manager.delete(TutorialStep, id);
      const others = ids.filter((other) => other !== id);
      await arrange(manager, tutorialId, others);
      return tutorialId;
    });
  }

  /** Returns the step's id. */
  update(context: RequestContext, id: string, changes: UpdateTutorialStepInput, seen: Seen): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      await lockRow(manager, TutorialStep, { id }, "step", seen);
      await changeRow(manager, TutorialStep, id, changes);
      return id;
    });
  }
}

/** Locks the tutorial, and returns its steps' ids in order. */
async function lockSteps(manager: EntityManager, tutorialId: string): Promise<string[]> {
  await lockRow(manager, Tutorial, { id: tutorialId }, "tutorial");
  const steps = await manager.find(TutorialStep, {
    where: { tutorialId },
    select: { id: true, stepNumber: true },
    order: { stepNumber: "ASC" },
  });
  return steps.map(({ id }) => id);
}

/** The same for the tutorial of a step. The step may be deleted while this waits for the lock. */
async function lockStepsAround(manager: EntityManager, id: string): Promise<{ tutorialId: string; ids: string[] }> {
  const step = await manager.findOneBy(TutorialStep, { id });
  if (!step) throw notFound("step");
  const ids = await lockSteps(manager, step.tutorialId);
  if (!ids.includes(id)) throw notFound("step");
  return { tutorialId: step.tutorialId, ids };
}

function checkPosition(position: number, last: number): void {
  if (position >= 1 && position <= last) return;
  const message = `Send a position from 1 to ${last}.`;
  throw badInput([{ path: ["position"], code: FieldCode.OUT_OF_RANGE, message }]);
}

/** Numbers the steps in this order, with one UPDATE: the numbers are unique when it ends, but not in between. */
async function arrange(manager: EntityManager, tutorialId: string, ids: readonly string[]): Promise<void> {
  await manager.query(
    `UPDATE tutorial_steps SET step_number = ordered.ordinal FROM unnest($1::uuid[]) WITH ORDINALITY AS ordered (id, ordinal)
      WHERE tutorial_steps.id = ordered.id AND step_number <> ordered.ordinal`,
    [ids],
  );
  await manager.update(Tutorial, tutorialId, { totalSteps: ids.length });
}

const insertAt = (ids: readonly string[], at: number, id: string) => [...ids.slice(0, at - 1), id, ...ids.slice(at - 1)];
