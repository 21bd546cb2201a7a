import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import type { RelationMetadata } from "typeorm/metadata/RelationMetadata.js";

/** The columns that join a row to its related ones. */
export interface Join {
  readonly ours: ColumnMetadata;
  readonly theirs: ColumnMetadata;
}

/** How a relation joins, or why it cannot. */
export function joinOf(relation: RelationMetadata): Join | string {
  const owning = relation.isOneToMany || relation.isOneToOneNotOwner ? relation.inverseRelation : relation;
  const joins = owning?.joinColumns ?? [];
  const [foreignKey] = joins;
  const key = foreignKey?.referencedColumn;
  if (!key || joins.length > 1 || relation.isManyToMany)
    return "the relation is not joined by one column: use @ManyToOne or @OneToOne with @JoinColumn, or the @OneToMany on its other side.";
  return owning === relation ? { ours: foreignKey, theirs: key } : { ours: key, theirs: foreignKey };
}
