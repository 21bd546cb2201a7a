import { parse } from "graphql";
import type { Cost } from "../compiler/costOf.js";
import type { Model } from "../compiler/Model.js";
import { type CheckedOperation, checkOperations } from "./checkOperations.js";

/** The operations of a manifest that cannot run. @returns a sentence for each. */
export function checkManifest(
  model: Model,
  documents: ReadonlyMap<string, string> | undefined,
  limit: Cost,
): readonly string[] {
  return [...(documents?.values() ?? [])]
    .flatMap((text) => checkText(model, text, limit))
    .flatMap(({ name, problems }) => problems.map((problem) => `The manifest's operation ${name}: ${problem}`));
}

/** The operations of a text; a text that cannot be parsed is a problem too. */
export function checkText(model: Model, text: string, limit: Cost): readonly CheckedOperation[] {
  try {
    return checkOperations(model, parse(text), limit);
  } catch (error) {
    return [{ name: "(unreadable)", problems: [(error as Error).message] }];
  }
}
