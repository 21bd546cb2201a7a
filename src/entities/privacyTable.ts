import type { EntityMetadata } from "typeorm";
import { classificationOf, periodOf } from "./classification.js";
import { entities } from "./entities.js";

/** The table of docs/privacy.md: a line of Markdown for each column, with what it is, why it is held, and how long. */
export function privacyTable(metadatas: readonly EntityMetadata[]): string {
  const positionOf = ({ target }: EntityMetadata) => entities.indexOf(target as (typeof entities)[number]);
  const inOrder = [...metadatas].sort((one, other) => positionOf(one) - positionOf(other));
  const lines = inOrder.flatMap(({ tableName, target, columns }) =>
    columns.map(({ databaseName, propertyName }) => {
      const { dataClass = "", purpose = "" } = classificationOf(target, propertyName) ?? {};
      return `| \`${tableName}.${databaseName}\` | ${dataClass} | ${purpose} | ${periodOf(target)} |`;
    }),
  );
  return ["| column | class | why | how long |", "| --- | --- | --- | --- |", ...lines].join("\n");
}
