import { parse } from "libpg-query";

export interface Finding {
  readonly rule: Rule;
  readonly message: string;
  readonly sql: string;
}

const RULES = {
  "drop-table": "a server that still runs the last release reads the table. Drop it one release after nothing uses it.",
  "drop-column": "a server that still runs the last release reads the column. Drop it one release after nothing uses it.",
  "not-null":
    "rows that are there, or that the last release writes, have no value. Give the column a default, or fill it first.",
  "change-type": "the table is rewritten under a lock, and the last release expects the old type. Add a column instead.",
  "foreign-key-index":
    "without an index on its columns each delete of the other table reads the whole of this one. Add the index.",
  "index-concurrently":
    "writing waits while the index is built. Use CREATE INDEX CONCURRENTLY in a migration of its own, with transaction = false.",
} as const;
export type Rule = keyof typeof RULES;

/** A node of PostgreSQL's parse tree: https://github.com/pganalyze/libpg_query. */
// biome-ignore lint/suspicious/noExplicitAny: the tree has some thousand kinds of nodes
type Node = any;

interface ForeignKey {
  readonly table: string;
  readonly columns: string;
  readonly sql: string;
}

/** What migrations have made so far, as their statements tell. */
export class SchemaSoFar {
  private readonly indexes = new Map<string, string[]>();

  /** Adds a migration's statements, and hands back what it must not do. */
  async add(statements: readonly string[]): Promise<Finding[]> {
    const made = new Set<string>();
    const keys: ForeignKey[] = [];
    const findings: Finding[] = [];
    for (const sql of statements) {
      const refuse = (rule: Rule) => {
        if (!isAllowed(sql, rule)) findings.push({ rule, message: RULES[rule], sql });
      };
      for (const { stmt } of (await parse(sql)).stmts ?? []) this.read(stmt, sql, made, keys, refuse);
    }
    // At the end, since an index may follow its key.
    for (const { table, columns, sql } of keys)
      if (
        !this.indexes.get(table)?.some((index) => `${index},`.startsWith(`${columns},`)) &&
        !isAllowed(sql, "foreign-key-index")
      )
        findings.push({ rule: "foreign-key-index", message: RULES["foreign-key-index"], sql });
    return findings;
  }

  private read(stmt: Node, sql: string, made: Set<string>, keys: ForeignKey[], refuse: (rule: Rule) => void): void {
    const { CreateStmt: create, AlterTableStmt: alter, IndexStmt: index, DropStmt: drop } = stmt;
    if (create) {
      made.add(create.relation.relname);
      for (const element of create.tableElts ?? []) this.readElement(create.relation.relname, element, sql, keys);
    }
    if (alter)
      for (const { AlterTableCmd: command } of alter.cmds)
        this.readCommand(alter.relation.relname, command, sql, made, keys, refuse);
    if (index) {
      if (!index.concurrent && !made.has(index.relation.relname)) refuse("index-concurrently");
      this.addIndex(
        index.relation.relname,
        index.indexParams.map((one: Node) => one.IndexElem.name ?? ""),
      );
    }
    if (drop?.removeType === "OBJECT_TABLE" && !drop.objects.every((one: Node) => made.has(one.List.items.at(-1).String.sval)))
      refuse("drop-table");
  }

  private readCommand(
    table: string,
    { subtype, def }: Node,
    sql: string,
    made: Set<string>,
    keys: ForeignKey[],
    refuse: (rule: Rule) => void,
  ): void {
    const isNew = made.has(table);
    if (subtype === "AT_AddColumn") {
      const kinds = (def.ColumnDef.constraints ?? []).map((one: Node) => one.Constraint.contype);
      if (!isNew && kinds.includes("CONSTR_NOTNULL") && !kinds.includes("CONSTR_DEFAULT")) refuse("not-null");
      this.readElement(table, def, sql, keys);
    }
    if (subtype === "AT_AddConstraint") this.readElement(table, def, sql, keys);
    if (isNew) return;
    if (subtype === "AT_SetNotNull") refuse("not-null");
    if (subtype === "AT_DropColumn") refuse("drop-column");
    if (subtype === "AT_AlterColumnType") refuse("change-type");
  }

  /** A column with its constraints, or a constraint of the table. */
  private readElement(table: string, { ColumnDef: columnDef, Constraint: own }: Node, sql: string, keys: ForeignKey[]): void {
    const constraints: Node[] = own ? [own] : (columnDef?.constraints ?? []).map((one: Node) => one.Constraint);
    for (const constraint of constraints) {
      const named = (list: Node[] | undefined) => (list ?? []).map((one) => one.String.sval);
      const column = columnDef ? [columnDef.colname] : [];
      if (constraint.contype === "CONSTR_FOREIGN")
        keys.push({ table, columns: [...column, ...named(constraint.fk_attrs)].join(","), sql });
      if (constraint.contype === "CONSTR_PRIMARY" || constraint.contype === "CONSTR_UNIQUE")
        this.addIndex(table, [...column, ...named(constraint.keys)]);
    }
  }

  private addIndex(table: string, columns: readonly string[]): void {
    this.indexes.set(table, [...(this.indexes.get(table) ?? []), columns.join(",")]);
  }
}

const isAllowed = (sql: string, rule: Rule): boolean => new RegExp(`--[ \\t]*allow ${rule}:[ \\t]*\\S`).test(sql);
