import { describe, expect, it } from "@jest/globals";
import { buildSchema } from "graphql";
import { longestInput } from "../../packages/engine/src/inputs/longestInput.js";
import { describeNovadraw } from "../../src/describeNovadraw.js";
import { limits } from "../../src/entities/limits.js";

const { schema } = await describeNovadraw();
const fox = (characters: number) => "🦊".repeat(characters);
/** As Python's json.dumps does by default. */
const inAscii = (value: unknown) =>
  JSON.stringify(value, undefined, 0).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

describe("longestInput", () => {
  it("is as large as the largest arguments that are accepted, in the longest spelling, and not much larger", () => {
    const step = { instructionEn: fox(limits.sentSteps / limits.steps), instructionDe: "", imageUrl: "" };
    const input = {
      category: fox(limits.category),
      subject: fox(limits.subject),
      thumbnailUrl: fox(limits.url),
      descriptionEn: fox(limits.description),
      descriptionDe: fox(limits.description),
      steps: Array(limits.steps).fill(step),
    };
    const { length } = inAscii({ input });

    const most = longestInput(schema);

    expect(most).toBeGreaterThanOrEqual(length);
    expect(most).toBeLessThan(length * 1.02);
  });

  it("names what has no end", () => {
    const text = buildSchema("type Query { a: Int } type Mutation { rename(to: String): Int }");
    const list = buildSchema("type Query { a: Int } type Mutation { number(all: [Int!]!): Int }");

    expect(() => longestInput(text)).toThrow("rename.to: a text without a longest length");
    expect(() => longestInput(list)).toThrow("number.all: a list without a most of entries");
  });
});
