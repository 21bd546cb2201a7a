import type { ColumnDef, Constraint, Node, RangeVar } from "libpg-query";

/** The node if it is of the kind, as libpg-query writes nodes: an object whose only key is its kind. */
export function as<T>(node: Node | undefined, kind: string): T | undefined {
  return (node as unknown as Record<string, T> | undefined)?.[kind];
}

/** Every node of the kind in a tree, however deep. */
export function* within<T>(tree: unknown, kind: string): Generator<T> {
  if (typeof tree !== "object" || tree === null) return;
  for (const [key, value] of Object.entries(tree)) {
    if (key === kind) yield value as T;
    yield* within<T>(value, kind);
  }
}

export const textsOf = (nodes: readonly Node[] = []): string[] =>
  nodes.map((node) => as<{ sval?: string }>(node, "String")?.sval ?? "");

/** A table's name as the statement has it, with its schema if that is written. */
export const tableOf = ({ schemaname, relname = "" }: RangeVar = {}): string =>
  schemaname === undefined ? relname : `${schemaname}.${relname}`;

/** The constraints that are written beside a column, or the one that is the element itself. */
export function constraintsOf(element: Node | undefined): Constraint[] {
  const own = as<Constraint>(element, "Constraint");
  if (own) return [own];
  return (as<ColumnDef>(element, "ColumnDef")?.constraints ?? []).flatMap((one) => as<Constraint>(one, "Constraint") ?? []);
}

/** The name if it means PostgreSQL's own type or function: it is alone, or behind pg_catalog. Undefined otherwise. */
export function builtInOf(names: readonly Node[] | undefined): string | undefined {
  const [name, schema = "pg_catalog", ...more] = textsOf(names).reverse();
  return schema === "pg_catalog" && more.length === 0 ? name : undefined;
}
