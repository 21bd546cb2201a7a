import { describe, expect, it } from "@jest/globals";
import { validateSync } from "class-validator";
import "reflect-metadata";
import { limits } from "../../src/entities/limits.js";
import { CreateTutorialInput } from "../../src/features/tutorials/CreateTutorialInput.js";
import { TutorialStepInput } from "../../src/features/tutorials/TutorialStepInput.js";

describe("the steps of createTutorial", () => {
  const codesOf = (instructionEn: string, instructionDe: string) => {
    const step = Object.assign(new TutorialStepInput(), { instructionEn, instructionDe, imageUrl: "" });
    const steps = Array(limits.steps).fill(step);
    const input = Object.assign(new CreateTutorialInput(), { category: "animals", subject: "fox", steps });
    return validateSync(input).map(({ property, constraints }) => `${property} ${Object.keys(constraints ?? {})}`);
  };

  it("hold so many characters together, in whichever texts they are", () => {
    const each = limits.sentSteps / limits.steps;

    expect(codesOf("🦊".repeat(each - 10), "x".repeat(10))).toEqual([]);
    expect(codesOf("🦊".repeat(each - 10), "x".repeat(11))).toEqual(["steps TOO_LONG"]);
  });
});
