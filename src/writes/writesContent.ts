import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { classificationOf } from "../entities/classification.js";

/**
 * Whether these values of a row's properties are a child's content: a text, or the address of a picture. Marks, references and removals
 * are none.
 */
export function writesContent<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  values: object,
): boolean {
  const metadata = manager.connection.getMetadata(entity);
  return Object.entries(values).some(([property, value]) => {
    const type = metadata.findColumnWithPropertyName(property)?.type;
    const isText = type === "varchar" || type === "text";
    const isGiven = Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
    return isText && isGiven && classificationOf(metadata.target, property)?.dataClass === "content";
  });
}
