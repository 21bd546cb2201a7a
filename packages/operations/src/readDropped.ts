import { parse } from "libpg-query";

/** The objects that a statement drops, by name. */
export type Dropped =
  | { readonly kind: "table" | "rows"; readonly schema?: string; readonly table: string }
  | {
      readonly kind: "column";
      readonly schema?: string;
      readonly table: string;
      readonly column: string;
      readonly isConverted?: true;
    }
  | { readonly kind: "unknown"; readonly what: string };

interface Relation {
  readonly schemaname?: string;
  readonly relname?: string;
}

interface Command {
  readonly subtype?: string;
  readonly name?: string;
  readonly behavior?: string;
  readonly def?: { readonly ColumnDef?: { readonly raw_default?: unknown } };
}

type Tree = Readonly<Record<string, unknown>>;

const HOLDS_ROWS = ["OBJECT_TABLE", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE"];
const OF_TABLE = ["OBJECT_TABCONSTRAINT", "OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY", "OBJECT_INDEX"];

/**
 * Reads in PostgreSQL's own syntax trees which tables, columns and rows statements drop. It reports statements that it cannot read, too.
 */
export async function readDropped(statements: readonly string[]): Promise<Dropped[]> {
  const all: Dropped[] = [];
  for (const sql of statements)
    try {
      all.push(...droppedIn(await parse(sql)));
    } catch {
      all.push({ kind: "unknown", what: `whatever this drops, which cannot be read: ${sql.slice(0, 80)}` });
    }
  return all;
}

/** Visits every part, because a WITH may hold a DELETE. */
function droppedIn(tree: unknown): Dropped[] {
  if (Array.isArray(tree)) return tree.flatMap(droppedIn);
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree).flatMap(([kind, part]) => [...(READERS[kind]?.(part as Tree) ?? []), ...droppedIn(part)]);
}

const READERS: Readonly<Record<string, (part: Tree) => Dropped[]>> = {
  DropStmt: ({ removeType, objects, behavior }) => {
    const names = (objects as unknown[]).map((one) => textsOf(one));
    const what = String(removeType).replace("OBJECT_", "").toLowerCase();
    const tables = HOLDS_ROWS.includes(String(removeType))
      ? names.map((words): Dropped => ({ kind: "table", ...named(words.at(-1), words.at(-2)) }))
      : [];
    const hasMore = behavior === "DROP_CASCADE" && !OF_TABLE.includes(String(removeType));
    return [
      ...tables,
      ...(hasMore || what === "schema" ? [dependents(`the ${what} ${names.map((words) => words.join(".")).join(", ")}`)] : []),
    ];
  },
  AlterTableStmt: ({ relation, cmds, objtype }) =>
    (cmds as { AlterTableCmd?: Command }[]).flatMap(({ AlterTableCmd: one }) =>
      one === undefined ? [] : ofCommand(one, ofRelation(relation), objtype === "OBJECT_TYPE"),
    ),
  MergeStmt: ({ relation, mergeWhenClauses }) =>
    (mergeWhenClauses as { MergeWhenClause?: { commandType?: string } }[]).some(
      ({ MergeWhenClause: one }) => one?.commandType === "CMD_DELETE",
    )
      ? [{ kind: "rows", ...ofRelation(relation) }]
      : [],
  DeleteStmt: ({ relation }) => [{ kind: "rows", ...ofRelation(relation) }],
  TruncateStmt: ({ relations }) =>
    (relations as { RangeVar: Relation }[]).map(({ RangeVar }) => ({ kind: "rows", ...ofRelation(RangeVar) })),
  DoStmt: () => [{ kind: "unknown", what: "whatever a DO block drops, which cannot be read" }],
  CallStmt: () => [{ kind: "unknown", what: "whatever a procedure drops, which cannot be read" }],
  ExecuteStmt: () => [{ kind: "unknown", what: "whatever a prepared statement drops, which cannot be read" }],
  DropOwnedStmt: () => [{ kind: "unknown", what: "everything that a role owns" }],
  DropdbStmt: ({ dbname }) => [{ kind: "unknown", what: `the database ${dbname}` }],
};

const dependents = (of: string): Dropped => ({ kind: "unknown", what: `${of}, with all that depends on it` });

/** A conversion of a type by an expression may lose information. */
function ofCommand({ subtype, name = "", behavior, def }: Command, of: ReturnType<typeof named>, isOfType: boolean): Dropped[] {
  const column = `${of.table}.${name}`;
  if (subtype === "AT_AlterColumnType" && def?.ColumnDef?.raw_default !== undefined)
    return [{ kind: "column", ...of, column: name, isConverted: true }];
  if (subtype !== "AT_DropColumn") return [];
  if (isOfType) return [{ kind: "unknown", what: `the attribute ${column}, in every column of that type` }];
  return [
    { kind: "column", ...of, column: name },
    ...(behavior === "DROP_CASCADE" ? [dependents(`the column ${column}`)] : []),
  ];
}

const named = (table = "", schema?: string) => ({ table, ...(schema !== undefined && { schema }) });
const ofRelation = (relation: unknown) => named((relation as Relation).relname, (relation as Relation).schemaname);

function textsOf(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(textsOf);
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree).flatMap(([kind, part]) => (kind === "sval" ? [String(part)] : textsOf(part)));
}
