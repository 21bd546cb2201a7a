import type { ColumnDef, Constraint, DefElem, FuncCall, Node, RangeVar } from "libpg-query";

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

/** A table's name. Tables of the schema that is searched first have a bare one. */
export const tableOf = ({ schemaname, relname }: RangeVar = {}): string =>
  schemaname === undefined || schemaname === "public" ? (relname ?? "") : `${schemaname}.${relname}`;

/** The last part of a type's name: varchar, int4, timestamp, serial. */
export const typeOf = ({ typeName }: ColumnDef): string => textsOf(typeName?.names).at(-1) ?? "";

/** The constraints that stand beside a column, or the one that stands for itself. */
export function constraintsOf(element: Node | undefined): Constraint[] {
  const own = as<Constraint>(element, "Constraint");
  if (own) return [own];
  return (as<ColumnDef>(element, "ColumnDef")?.constraints ?? []).flatMap((one) => as<Constraint>(one, "Constraint") ?? []);
}

/** Whether a name means PostgreSQL's own: it stands alone, or behind pg_catalog. */
export const isBuiltIn = (names: readonly string[]): boolean =>
  names.length === 1 || (names.length === 2 && names[0] === "pg_catalog");

/** A called function as it is named, if it is one of PostgreSQL's own; undefined otherwise. */
export function builtInOf({ funcname }: FuncCall): string | undefined {
  const names = textsOf(funcname);
  return isBuiltIn(names) ? names.at(-1) : undefined;
}

/** Whether an option is on: it stands there, and does not say false, off or 0. */
export function isOn(options: readonly Node[] = [], name: string): boolean {
  const option = options.map((one) => as<DefElem>(one, "DefElem")).find((one) => one?.defname === name);
  if (!option) return false;
  const [word] = textsOf(option.arg ? [option.arg] : []);
  const { ival = 0 } = as<{ ival?: number }>(option.arg, "Integer") ?? { ival: 1 };
  return ival !== 0 && !/^(false|off)$/i.test(word ?? "");
}
