/** Who may read a row: everyone, or only the viewer whose id is in the named property. */
export type AccessRule = { readonly readableBy: "everyone" } | OwnerRule;

export interface OwnerRule {
  readonly ownedBy: string;
  /** Whether viewers who see all do not see it, unless they own it. */
  readonly isPrivate?: true;
  /** A further condition in SQL, with the row's properties in braces. */
  readonly only?: string;
}

/** A class that is both a TypeORM entity and a GraphQL object type. */
export type EntityClass = abstract new () => object;

export interface AccessPolicy {
  /**
   * The SQL of the viewer: one row for the session whose token hash is the given parameter, and no row when there is no such
   * session or it has expired. Its columns: id uuid; sees_all boolean; use_is_due boolean, whether the session's use is to be
   * noted; and whatever fields computed in SQL refer to.
   */
  readonly viewer: (tokenHash: string) => string;
  /**
   * Where replicas may answer: the SQL of the version of an account, by the SQL of its id, and of the statement that raises it. Each write of
   * the account does.
   */
  readonly versions?: { readonly of: (account: string) => string; readonly raise: (account: string) => string };
  /** Whether the viewer has a column version besides. */
  readonly isVersioned?: true;
  /** One rule an entity. An entity without one cannot be read. */
  readonly rules: ReadonlyMap<EntityClass, AccessRule>;
}
