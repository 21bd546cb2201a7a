import type { EntityMetadata } from "typeorm";
import { classificationOf, periodOf } from "./classification.js";
import { entities } from "./entities.js";

/**
 * The table of docs/privacy.md in Markdown: what each column is, why it is held, and how long. Columns of a table share a line with those
 * of the same class, and a reason with those that are held for the same.
 */
export function privacyTable(metadatas: readonly EntityMetadata[]): string {
  const positionOf = ({ target }: EntityMetadata) => entities.indexOf(target as (typeof entities)[number]);
  const lines = [...metadatas]
    .sort((one, other) => positionOf(one) - positionOf(other))
    .flatMap(({ tableName, target, columns }) => {
      const classes = new Map<string, Map<string, string[]>>();
      for (const { databaseName, propertyName } of columns) {
        const { dataClass = "", purpose = "" } = classificationOf(target, propertyName) ?? {};
        const purposes = classes.get(dataClass) ?? new Map<string, string[]>();
        classes.set(dataClass, purposes.set(purpose, [...(purposes.get(purpose) ?? []), `\`${databaseName}\``]));
      }
      return [...classes].map(([dataClass, purposes]) => {
        const held = [...purposes].map(([purpose, names]) => `${names.join(", ")}: ${purpose}`);
        return `| ${tableName} | ${dataClass} | ${held.join(" ")} | ${periodOf(target)} |`;
      });
    });
  return ["| table | class | columns, and why | how long |", "| --- | --- | --- | --- |", ...lines].join("\n");
}
