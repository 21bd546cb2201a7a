import type { EntityManager, EntityTarget, ObjectLiteral } from "typeorm";

/**
 * TypeORM silently drops a property without a column: such an input field would be accepted and lost.
 * @throws Error that names each property without a column.
 */
export function checkColumns<Row extends ObjectLiteral>(manager: EntityManager, entity: EntityTarget<Row>, row: object): void {
  const metadata = manager.connection.getMetadata(entity);
  const lost = Object.keys(row).filter((property) => !metadata.findColumnWithPropertyName(property));
  if (lost.length > 0)
    throw new Error(`${lost.map((property) => `${metadata.name}.${property}`).join(", ")}: no column of that name to write`);
}
