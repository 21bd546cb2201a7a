import type { EntityMetadata } from "typeorm";
import { classificationOf, periodOf } from "./classification.js";

/** A sentence for each column without a class, and for each table without a period. With one of them the service does not become ready. */
export function checkClassification(metadatas: readonly EntityMetadata[]): readonly string[] {
  return metadatas.flatMap(({ name, target, columns }) => [
    ...(periodOf(target) === undefined
      ? [`${name} does not say how long its rows are kept. Add @RetainedFor above the class.`]
      : []),
    ...columns
      .filter(({ propertyName }) => classificationOf(target, propertyName) === undefined)
      .map(
        ({ propertyName }) =>
          `${name}.${propertyName} does not say what it holds. Add @Personal, @Content, @Technical or @Public above it.`,
      ),
  ]);
}
