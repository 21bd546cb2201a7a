import type { EntityMetadata } from "typeorm";
import { classificationOf } from "./classification.js";
import { User } from "./User.js";

/** A table that holds rows of accounts. */
export interface AccountTable {
  readonly table: string;
  /** The column that holds the account's id. */
  readonly owner: string;
  /** The columns in an export, and those that it names without their values. Derived columns are in neither. */
  readonly told: readonly string[];
  readonly withheld: readonly string[];
  /** The columns that order its rows. */
  readonly order: readonly string[];
  /** The columns that hold addresses of pictures elsewhere. */
  readonly pictures: readonly PictureColumn[];
}

export interface PictureColumn {
  readonly column: string;
  readonly isList: boolean;
  /** Whether it holds another address where the row has a picture of the service's own. */
  readonly isUnlessKept: boolean;
}

/** The table of accounts, and each table whose rows are deleted with an account, by their names. */
export function accountTables(metadatas: readonly EntityMetadata[]): readonly AccountTable[] {
  const byName = [...metadatas].sort((one, other) => (one.tableName < other.tableName ? -1 : 1));
  return byName.flatMap((metadata) => {
    const owner = ownerOf(metadata);
    if (owner === undefined) return [];
    const names = (isSecret: boolean) =>
      metadata.columns
        .filter(({ propertyName }) => {
          const found = classificationOf(metadata.target, propertyName);
          return found?.isDerived !== true && (found?.isSecret ?? false) === isSecret;
        })
        .map(({ databaseName }) => databaseName);
    return [
      {
        table: metadata.tableName,
        owner,
        told: names(false),
        withheld: names(true),
        order: metadata.primaryColumns.map(({ databaseName }) => databaseName),
        pictures: picturesOf(metadata),
      },
    ];
  });
}

const picturesOf = ({ target, columns }: EntityMetadata): readonly PictureColumn[] =>
  columns.flatMap(({ propertyName, databaseName: column, isArray: isList }) => {
    const location = classificationOf(target, propertyName)?.picture;
    return location === undefined ? [] : [{ column, isList, isUnlessKept: location === "elsewhereUnlessKept" }];
  });

function ownerOf({ target, manyToOneRelations }: EntityMetadata): string | undefined {
  if (target === User) return "id";
  const relation = manyToOneRelations.find(({ type, onDelete }) => type === User && onDelete === "CASCADE");
  return relation?.joinColumns[0]?.databaseName;
}

/** The columns of texts that tell who somebody is, as table and column. */
export function personalTexts(metadatas: readonly EntityMetadata[]): readonly (readonly [table: string, column: string])[] {
  return metadatas.flatMap(({ target, tableName, columns }) =>
    columns
      .filter(
        ({ propertyName, type }) =>
          classificationOf(target, propertyName)?.dataClass === "personal" && ["varchar", "text"].includes(String(type)),
      )
      .map(({ databaseName }) => [tableName, databaseName] as const),
  );
}
