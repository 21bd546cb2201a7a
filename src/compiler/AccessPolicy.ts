/** Who may read a row: everyone, or only the viewer whose id is in the named property, besides viewers who see all. */
export type AccessRule = { readonly readableBy: "everyone" } | { readonly ownedBy: string };

/** A class that is both a TypeORM entity and a GraphQL object type. */
export type EntityClass = abstract new () => object;

export interface AccessPolicy {
  /**
   * The SQL of the viewer: one row (id uuid, sees_all boolean) for the session whose token hash is the given parameter,
   * and no row when there is no such session or it has expired.
   */
  readonly viewer: (tokenHash: string) => string;
  /** One rule an entity. An entity without one cannot be read. */
  readonly rules: ReadonlyMap<EntityClass, AccessRule>;
}
