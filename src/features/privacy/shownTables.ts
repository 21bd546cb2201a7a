import type { EntityMetadata } from "typeorm";
import type { AccessPolicy, EntityClass } from "#engine/entities";

/** A table of rows that admins may see, each of which belongs to an account. */
export interface ShownTable {
  readonly table: string;
  /** The column that holds the account's id. */
  readonly owner: string;
}

/** The tables of all entities that the access policy says are owned, and that are not private. */
export function shownTables({ rules }: AccessPolicy, metadatas: readonly EntityMetadata[]): readonly ShownTable[] {
  return metadatas.flatMap((metadata) => {
    const rule = rules.get(metadata.target as EntityClass);
    if (!rule || !("ownedBy" in rule) || rule.isPrivate) return [];
    const owner = metadata.findColumnWithPropertyName(rule.ownedBy)?.databaseName;
    return owner === undefined ? [] : [{ table: metadata.tableName, owner }];
  });
}
