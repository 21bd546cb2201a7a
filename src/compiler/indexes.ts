import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import type { Entity } from "./Model.js";

interface Index {
  /** Properties, in the index's order. */
  readonly on: readonly string[];
  readonly isUnique: boolean;
}

function indexesOf({ metadata }: Entity): readonly Index[] {
  const names = (columns: readonly { propertyName: string }[]) => columns.map(({ propertyName }) => propertyName);
  return [
    { on: names(metadata.primaryColumns), isUnique: true },
    ...metadata.uniques.map(({ columns }) => ({ on: names(columns), isUnique: true })),
    ...metadata.indices.map(({ columns, isUnique }) => ({ on: names(columns), isUnique })),
  ];
}

/** Whether an index finds the rows that hold given values in these properties. */
export const finds = (entity: Entity, properties: readonly string[]): boolean =>
  indexesOf(entity).some(({ on }) => startsWith(on, properties));

/** Whether an index finds the rows that hold a text in this column, in any case. TypeORM knows no more of such an index than its name. */
export const findsCaseless = ({ metadata, table }: Entity, { databaseName }: ColumnMetadata): boolean =>
  metadata.indices.some(({ name }) => name === `ix_${table}_${databaseName}_caseless`);

/** Whether an index has the rows of one scope sorted by the property, and by id within that. At most one row needs no sorting. */
export function sorts(entity: Entity, scope: readonly string[], property: string): boolean {
  const id = entity.id.propertyName;
  const wanted = property === id ? [...scope, id] : [...scope, property, id];
  return indexesOf(entity).some(
    ({ on, isUnique }) => startsWith(on, wanted) || (isUnique && startsWith([...scope, property], on)),
  );
}

const startsWith = (list: readonly string[], beginning: readonly string[]): boolean =>
  beginning.every((property, index) => list[index] === property);
