import type { EntityManager } from "typeorm";
import {
  changeRow,
  idIsTaken,
  insertOnce,
  insertRows,
  lockRow,
  newId,
  notFound,
  type RequestContext,
  type Seen,
  type Writer,
  withoutNulls,
} from "#engine/features";
import { Tutorial } from "../../entities/Tutorial.js";
import { TutorialStep } from "../../entities/TutorialStep.js";
import type { CreateTutorialInput } from "./CreateTutorialInput.js";
import { composed } from "./composed.js";
import type { TutorialStepInput } from "./TutorialStepInput.js";
import type { UpdateTutorialInput } from "./UpdateTutorialInput.js";

/** Admins' changes of tutorials. Each method returns the tutorial's id. */
export class Tutorials {
  constructor(private readonly writer: Writer) {}

  create(context: RequestContext, input: CreateTutorialInput): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      const { steps = [], ...columns } = withoutNulls(named(input));
      const defaults = {
        categoryDe: null,
        subjectDe: null,
        thumbnailUrl: null,
        descriptionEn: null,
        descriptionDe: null,
      };
      const row = { ...defaults, ...columns, totalSteps: steps.length };
      const { id, isNew } = await insertOnce(manager, Tutorial, row);
      await (isNew ? insertSteps(manager, id, steps) : compareSteps(manager, id, steps));
      return id;
    });
  }

  update(context: RequestContext, id: string, changes: UpdateTutorialInput, seen: Seen): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      await lockRow(manager, Tutorial, { id }, "tutorial", seen);
      await changeRow(manager, Tutorial, id, named(changes));
      return id;
    });
  }

  /** Its steps are deleted with it; the drawings made after it stay. */
  delete(context: RequestContext, id: string): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      const { affected } = await manager.delete(Tutorial, id);
      if (affected !== 1) throw notFound("tutorial");
      return id;
    });
  }
}

const NAMES = ["category", "categoryDe", "subject", "subjectDe"] as const;

/** With its names in the form in which they are stored. */
const named = <Input extends Partial<Record<(typeof NAMES)[number], string | null>>>({ ...input }: Input): Input => {
  for (const name of NAMES) {
    const given = input[name];
    if (typeof given === "string") input[name] = composed(given) as Input[typeof name];
  }
  return input;
};

async function insertSteps(manager: EntityManager, tutorialId: string, steps: readonly TutorialStepInput[]): Promise<void> {
  const rows = steps.map((step, index) => ({ ...withoutNulls(step), id: newId(), tutorialId, stepNumber: index + 1 }));
  await insertRows(manager, TutorialStep, rows);
}

/** A tutorial that is sent again is the same only with the same steps. */
async function compareSteps(manager: EntityManager, tutorialId: string, steps: readonly TutorialStepInput[]): Promise<void> {
  const there = await manager.find(TutorialStep, { where: { tutorialId }, order: { stepNumber: "ASC" } });
  const isSame = (step: TutorialStepInput, index: number) =>
    Object.entries(step).every(([name, value]) => there[index]?.[name as keyof TutorialStep] === value);
  if (there.length !== steps.length || !steps.every(isSame)) throw idIsTaken();
}
