import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { isText } from "./columns.js";
import { columnOf, type Entity } from "./Model.js";

interface Index {
  /** Properties, in the index's order. */
  readonly on: readonly string[];
  readonly isUnique: boolean;
  /** Whether its texts are sorted by code points. TypeORM knows no more of such an index than its name and columns. */
  readonly isByCodePoints?: boolean;
}

const BY_CODE_POINTS = /_by_code_points$/;

function indexesOf({ metadata }: Entity): readonly Index[] {
  const names = (columns: readonly { propertyName: string }[]) => columns.map(({ propertyName }) => propertyName);
  return [
    { on: names(metadata.primaryColumns), isUnique: true },
    ...metadata.uniques.map(({ columns }) => ({ on: names(columns), isUnique: true })),
    ...metadata.indices.map(({ columns, isUnique, name }) => ({
      on: names(columns),
      isUnique,
      isByCodePoints: BY_CODE_POINTS.test(name),
    })),
  ];
}

/** Whether an index finds the rows that hold given values in these properties. */
export const finds = (entity: Entity, properties: readonly string[]): boolean =>
  indexesOf(entity).some(({ on }) => startsWith(on, properties));

/** Whether an index finds the rows that hold a text in this column, in any case. Such an index, too, is known by its name alone. */
export const findsCaseless = ({ metadata, table }: Entity, { databaseName }: ColumnMetadata): boolean =>
  metadata.indices.some(({ name }) => name === `ix_${table}_${databaseName}_folded`);

/** Whether an index finds the rows whose text in this column has given letters in a row. It, too, is known by its name alone. */
export const findsLetters = ({ metadata, table }: Entity, { databaseName }: ColumnMetadata): boolean =>
  metadata.indices.some(({ name }) => name === `ix_${table}_${databaseName}_trigrams`);

/** Whether an index has the rows of one scope sorted by the property, and by id within that. At most one row needs no sorting. */
export function sorts(entity: Entity, scope: readonly string[], property: string): boolean {
  const id = entity.id.propertyName;
  const wanted = property === id ? [...scope, id] : [...scope, property, id];
  const sorting = columnOf(entity, property);
  const isByText = sorting !== undefined && isText(sorting);
  return indexesOf(entity).some(
    ({ on, isUnique, isByCodePoints = false }) =>
      (isUnique && startsWith(scope, on)) ||
      (isByCodePoints === isByText && (startsWith(on, wanted) || (isUnique && startsWith([...scope, property], on)))),
  );
}

const startsWith = (list: readonly string[], beginning: readonly string[]): boolean =>
  beginning.every((property, index) => list[index] === property);
