import { type AlterTableCmd, type Constraint, type Node, parse } from "libpg-query";

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

interface ForeignKey {
  readonly table: string;
  readonly columns: string;
  readonly sql: string;
}

/** The schema that the migrations so far have made, as their statements tell. */
export class SchemaSoFar {
  private readonly indexes = new Map<string, string[]>();
  /** The tables that the current migration has made, and its foreign keys. */
  private made = new Set<string>();
  private keys: ForeignKey[] = [];
  private findings: Finding[] = [];

  /** Adds a migration's statements, and returns what it must not do. */
  async add(statements: readonly string[]): Promise<readonly Finding[]> {
    this.made = new Set();
    this.keys = [];
    this.findings = [];
    for (const sql of statements) for (const { stmt } of (await parse(sql)).stmts ?? []) if (stmt) this.read(stmt, sql);
    // Checked at the end, because an index may be made after its foreign key.
    for (const { table, columns, sql } of this.keys)
      if (!this.indexes.get(table)?.some((index) => `${index},`.startsWith(`${columns},`)))
        this.refuse("foreign-key-index", sql);
    return this.findings;
  }

  private read(statement: Node, sql: string): void {
    if ("CreateStmt" in statement) {
      const { relation, tableElts = [] } = statement.CreateStmt;
      this.made.add(relation?.relname ?? "");
      for (const element of tableElts) this.readElement(relation?.relname ?? "", element, sql);
    }
    if ("AlterTableStmt" in statement)
      for (const command of statement.AlterTableStmt.cmds ?? [])
        if ("AlterTableCmd" in command)
          this.readCommand(statement.AlterTableStmt.relation?.relname ?? "", command.AlterTableCmd, sql);
    if ("IndexStmt" in statement) {
      const { relation, concurrent, indexParams = [], whereClause } = statement.IndexStmt;
      const table = relation?.relname ?? "";
      if (!concurrent && !this.made.has(table)) this.refuse("index-concurrently", sql);
      // A partial index does not find every row.
      const columns = indexParams.map((one) => ("IndexElem" in one && one.IndexElem.name) || "");
      if (!whereClause) this.addIndex(table, columns);
    }
    if ("DropStmt" in statement) {
      const { removeType, objects = [] } = statement.DropStmt;
      const names = objects.map((one) => ("List" in one ? textsOf(one.List.items).at(-1) : undefined) ?? "");
      if (removeType === "OBJECT_TABLE" && !names.every((name) => this.made.has(name))) this.refuse("drop-table", sql);
    }
  }

  private readCommand(table: string, { subtype, def }: AlterTableCmd, sql: string): void {
    if (def && (subtype === "AT_AddColumn" || subtype === "AT_AddConstraint")) this.readElement(table, def, sql);
    if (this.made.has(table)) return;
    const kinds = def ? constraintsOf(def).map(({ contype }) => contype) : [];
    const isRequired = kinds.includes("CONSTR_NOTNULL") && !kinds.includes("CONSTR_DEFAULT");
    if (subtype === "AT_SetNotNull" || (subtype === "AT_AddColumn" && isRequired)) this.refuse("not-null", sql);
    if (subtype === "AT_DropColumn") this.refuse("drop-column", sql);
    if (subtype === "AT_AlterColumnType") this.refuse("change-type", sql);
  }

  /** A column with its constraints, or a constraint of the table. */
  private readElement(table: string, element: Node, sql: string): void {
    const column = "ColumnDef" in element ? [element.ColumnDef.colname ?? ""] : [];
    for (const { contype, fk_attrs, keys } of constraintsOf(element)) {
      if (contype === "CONSTR_FOREIGN") this.keys.push({ table, columns: [...column, ...textsOf(fk_attrs)].join(","), sql });
      if (contype === "CONSTR_PRIMARY" || contype === "CONSTR_UNIQUE") this.addIndex(table, [...column, ...textsOf(keys)]);
    }
  }

  private addIndex(table: string, columns: readonly string[]): void {
    this.indexes.set(table, [...(this.indexes.get(table) ?? []), columns.join(",")]);
  }

  private refuse(rule: Rule, sql: string): void {
    if (!isAllowed(sql, rule)) this.findings.push({ rule, message: RULES[rule], sql });
  }
}

function constraintsOf(element: Node): Constraint[] {
  if ("Constraint" in element) return [element.Constraint];
  const constraints = "ColumnDef" in element ? (element.ColumnDef.constraints ?? []) : [];
  return constraints.flatMap((one) => ("Constraint" in one ? [one.Constraint] : []));
}

const textsOf = (nodes: readonly Node[] = []): string[] =>
  nodes.map((node) => ("String" in node ? (node.String.sval ?? "") : ""));

const isAllowed = (sql: string, rule: Rule): boolean => new RegExp(`--[ \\t]*allow ${rule}:[ \\t]*\\S`).test(sql);
