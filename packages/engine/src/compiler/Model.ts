import { type GraphQLField, type GraphQLOutputType, type GraphQLSchema, getNamedType, isObjectType } from "graphql";
import type { EntityMetadata } from "typeorm";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import type { RelationMetadata } from "typeorm/metadata/RelationMetadata.js";
import type { AccessPolicy, AccessRule, EntityClass } from "./AccessPolicy.js";
import type { Direction } from "./plan.js";

/** What the compiler knows of the world: the GraphQL schema, the tables under its types, and who may read them. */
export interface Model {
  readonly schema: GraphQLSchema;
  readonly viewer: AccessPolicy["viewer"];
  readonly isVersioned?: true;
  /** By the name of the GraphQL type, which is the name of the entity's class. */
  readonly entities: ReadonlyMap<string, Entity>;
}

export interface Entity {
  readonly name: string;
  readonly table: string;
  readonly metadata: EntityMetadata;
  readonly id: ColumnMetadata;
  readonly rule: AccessRule;
}

/** How a field of an entity is read. */
export type Coverage =
  | { readonly kind: "column"; readonly column: ColumnMetadata }
  | { readonly kind: "computed"; readonly sql: (given: Readonly<Record<string, unknown>>) => string }
  | { readonly kind: "relation"; readonly relation: RelationMetadata; readonly target: Entity };

/** Joins schema and metadata by name. Entities without a rule are left out, so nothing can read them. */
export function describeModel(schema: GraphQLSchema, metadatas: readonly EntityMetadata[], access: AccessPolicy): Model {
  const entities = new Map<string, Entity>();
  for (const metadata of metadatas) {
    const rule = access.rules.get(metadata.target as EntityClass);
    const [id] = metadata.primaryColumns;
    if (rule && id) entities.set(metadata.name, { name: metadata.name, table: metadata.tableName, metadata, id, rule });
  }
  return { schema, viewer: access.viewer, ...(access.isVersioned && { isVersioned: true }), entities };
}

/** How the field is read, or undefined when neither the metadata nor a declaration covers it. */
export function coverageOf(
  model: Model,
  entity: Entity,
  field: Pick<GraphQLField<unknown, unknown>, "name" | "extensions" | "type">,
): Coverage | undefined {
  if (typeof field.extensions.sql === "function") return { kind: "computed", sql: field.extensions.sql as never };
  const column = columnOf(entity, field.name);
  if (column) return { kind: "column", column };
  const relation = entity.metadata.findRelationWithPropertyPath(field.name);
  const target = relation && model.entities.get(relation.inverseEntityMetadata.name);
  return relation && target && { kind: "relation", relation, target };
}

/** The column that the property is stored in: not a relation's, which is an object to GraphQL. */
export function columnOf(entity: Entity, property: string): ColumnMetadata | undefined {
  return entity.metadata.ownColumns.find(
    (column) => column.propertyName === property && !column.relationMetadata?.propertyName.endsWith(property),
  );
}

/** The order that the entity declares for its rows, as `@Entity("books", { orderBy: { title: "ASC" } })`; empty where it declares none. */
export function orderOfRows(entity: Entity): readonly { readonly column: ColumnMetadata; readonly direction: Direction }[] {
  return Object.entries(entity.metadata.orderBy ?? {}).flatMap(([property, direction]) => {
    const column = columnOf(entity, property);
    return column ? [{ column, direction: direction === "DESC" ? ("DESC" as const) : ("ASC" as const) }] : [];
  });
}

/** The type of a connection's rows, when the type is a connection: it has Relay's edges and pageInfo, and nodes. */
export function connectionNode(type: GraphQLOutputType | undefined): string | undefined {
  const named = type && getNamedType(type);
  if (!isObjectType(named)) return undefined;
  const { edges, nodes, pageInfo } = named.getFields();
  return edges && nodes && pageInfo ? getNamedType(nodes.type).name : undefined;
}
