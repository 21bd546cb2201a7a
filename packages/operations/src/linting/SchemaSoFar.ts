import type {
  AlterTableCmd,
  AlterTableStmt,
  ColumnDef,
  Constraint,
  CreateFunctionStmt,
  CreateStmt,
  DropStmt,
  FunctionParameter,
  IndexElem,
  IndexStmt,
  Node,
  NullTest,
  RangeVar,
} from "libpg-query";
import { as, constraintsOf, tableOf, textsOf } from "./nodes.js";
import { signatureOf } from "./signatureOf.js";

/** Parameters by which a function hands something back. They do not belong to its signature. */
const RESULTS = ["FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"];

interface Index {
  readonly name: string;
  readonly table: string;
  /** Its columns in order; none where it leaves rows out. */
  readonly columns: readonly string[];
}
interface Check {
  readonly name: string;
  readonly table: string;
  /** The column that the check keeps from being null. */
  readonly required: string | undefined;
  isValid: boolean;
}

/** The schema that the migrations so far have made, as their statements tell. */
export class SchemaSoFar {
  private constructor(
    private readonly tables: Map<string, Map<string, ColumnDef>>,
    private indexes: Index[],
    private checks: Check[],
    /** What the current migration has made: "table users", "column users.name". */
    private made: Set<string>,
    private readonly functions: Set<string>,
    /** Foreign keys as "table.name". */
    private readonly foreignKeys: Set<string>,
  ) {}

  static empty(): SchemaSoFar {
    return new SchemaSoFar(new Map(), [], [], new Set(), new Set(), new Set());
  }

  copy(): SchemaSoFar {
    const { tables, indexes, checks, made, functions, foreignKeys } = this;
    return new SchemaSoFar(...structuredClone([tables, indexes, checks, made, functions, foreignKeys] as const));
  }

  beginMigration(): void {
    this.made = new Set();
  }

  /** Whether the migration at hand has made it, so that nobody else uses it. */
  isMade = (kind: string, name: string): boolean => this.made.has(`${kind} ${name}`);

  hasTable = (table: string): boolean => this.tables.has(table);

  column = (table: string, name: string): ColumnDef | undefined => this.tables.get(table)?.get(name);

  index = (name: string): Index | undefined => this.indexes.find((index) => index.name === name);

  /** Whether the table has a key of that name: primary, unique or foreign. */
  hasKey = (table: string, name: string): boolean =>
    this.foreignKeys.has(`${table}.${name}`) || this.indexes.some((index) => index.table === table && index.name === name);

  /** Whether an index finds the rows of a table by these columns. */
  finds = (table: string, columns: readonly string[]): boolean =>
    this.indexes.some((index) => index.table === table && columns.every((column, at) => index.columns[at] === column));

  /** Whether a valid check keeps the column from being null. */
  isKeptFromNull = (table: string, column: string): boolean =>
    this.checks.some((check) => check.table === table && check.required === column && check.isValid);

  read(node: Node): void {
    const table = as<CreateStmt>(node, "CreateStmt");
    const altered = as<AlterTableStmt>(node, "AlterTableStmt");
    const index = as<IndexStmt>(node, "IndexStmt");
    const dropped = as<DropStmt>(node, "DropStmt");
    if (table) this.readTable(table);
    if (altered)
      for (const one of altered.cmds ?? []) {
        const command = as<AlterTableCmd>(one, "AlterTableCmd");
        if (command) this.readCommand(tableOf(altered.relation), command);
      }
    if (index) this.readIndex(index);
    if (dropped?.removeType === "OBJECT_INDEX")
      for (const object of dropped.objects ?? []) {
        const name = textsOf(as<{ items?: Node[] }>(object, "List")?.items).at(-1);
        this.indexes = this.indexes.filter((known) => known.name !== name);
      }
    this.readOther(node);
  }

  private readTable({ relation, tableElts = [], if_not_exists }: CreateStmt): void {
    const table = tableOf(relation);
    // Where the table is there already, nothing is made.
    if (if_not_exists && this.hasTable(table)) return;
    this.tables.set(table, new Map());
    this.made.add(`table ${table}`);
    for (const element of tableElts) this.readElement(table, element);
  }

  private readCommand(table: string, { subtype, name, def }: AlterTableCmd): void {
    if (subtype === "AT_AddColumn" || subtype === "AT_AddConstraint") this.readElement(table, def);
    if (subtype === "AT_DropConstraint") {
      this.checks = this.checks.filter((check) => check.name !== name);
      this.indexes = this.indexes.filter((index) => index.name !== name);
      this.foreignKeys.delete(`${table}.${name}`);
    }
    if (subtype === "AT_ValidateConstraint")
      for (const check of this.checks) if (check.table === table && check.name === name) check.isValid = true;
    const type = as<ColumnDef>(def, "ColumnDef")?.typeName;
    if (subtype === "AT_AlterColumnType" && name !== undefined)
      this.tables.get(table)?.set(name, { ...this.column(table, name), ...(type && { typeName: type }) });
  }

  /** A column with its constraints, or a constraint of the table. */
  private readElement(table: string, element: Node | undefined): void {
    const column = as<ColumnDef>(element, "ColumnDef");
    if (column?.colname !== undefined) {
      this.tables.get(table)?.set(column.colname, column);
      this.made.add(`column ${table}.${column.colname}`);
    }
    for (const constraint of constraintsOf(element)) this.readConstraint(table, column?.colname, constraint);
  }

  private readConstraint(table: string, column: string | undefined, constraint: Constraint): void {
    const { contype, conname, keys, indexname, raw_expr, skip_validation, fk_attrs } = constraint;
    this.made.add(`constraint ${table}.${conname ?? ""}`);
    if (contype === "CONSTR_FOREIGN") {
      const columns = [...(column ? [column] : []), ...textsOf(fk_attrs)];
      this.foreignKeys.add(`${table}.${conname ?? [table, ...columns, "fkey"].join("_")}`);
    }
    if (contype === "CONSTR_PRIMARY" || contype === "CONSTR_UNIQUE") {
      const columns =
        indexname === undefined ? [...(column ? [column] : []), ...textsOf(keys)] : this.index(indexname)?.columns;
      const end = contype === "CONSTR_PRIMARY" ? "pkey" : [...(columns ?? []), "key"].join("_");
      this.indexes.push({ name: conname ?? `${table}_${end}`, table, columns: columns ?? [] });
    }
    if (contype === "CONSTR_CHECK")
      this.checks.push({ name: conname ?? "", table, required: requiredBy(raw_expr), isValid: skip_validation !== true });
  }

  private readIndex({ idxname = "", relation, indexParams = [], whereClause }: IndexStmt): void {
    const columns = indexParams.map((one) => as<IndexElem>(one, "IndexElem")?.name ?? "");
    this.indexes.push({ name: idxname, table: tableOf(relation), columns: whereClause ? [] : columns });
    this.made.add(`index ${idxname}`);
  }

  private readOther(node: Node): void {
    this.readFunction(as<CreateFunctionStmt>(node, "CreateFunctionStmt"));
    const trigger = as<{ trigname?: string; relation?: RangeVar }>(node, "CreateTrigStmt");
    const policy = as<{ policy_name?: string; table?: RangeVar }>(node, "CreatePolicyStmt");
    const named: readonly (readonly [kind: string, name: string | undefined])[] = [
      ["trigger", trigger && `${trigger.relation?.relname}.${trigger.trigname}`],
      ["policy", policy && `${policy.table?.relname}.${policy.policy_name}`],
      ["type", textsOf(as<{ typeName?: Node[] }>(node, "CreateEnumStmt")?.typeName).at(-1)],
      ["type", as<{ typevar?: RangeVar }>(node, "CompositeTypeStmt")?.typevar?.relname],
      ["type", textsOf(as<{ domainname?: Node[] }>(node, "CreateDomainStmt")?.domainname).at(-1)],
      ["view", as<{ view?: RangeVar }>(node, "ViewStmt")?.view?.relname],
      ["sequence", as<{ sequence?: RangeVar }>(node, "CreateSeqStmt")?.sequence?.relname],
      ["schema", as<{ schemaname?: string }>(node, "CreateSchemaStmt")?.schemaname],
      ["table", as<{ into?: { rel?: RangeVar } }>(node, "CreateTableAsStmt")?.into?.rel?.relname],
    ];
    for (const [kind, name] of named) if (name) this.made.add(`${kind} ${name}`);
  }

  private readFunction(made: CreateFunctionStmt | undefined): void {
    const name = textsOf(made?.funcname).at(-1);
    if (!made || name === undefined) return;
    const parameters = (made.parameters ?? []).flatMap((one) => as<FunctionParameter>(one, "FunctionParameter") ?? []);
    const types = parameters.filter(({ mode }) => !RESULTS.includes(String(mode))).map(({ argType }) => argType);
    const signature = signatureOf(name, types);
    const kind = made.is_procedure ? "procedure" : "function";
    // Where others have the name as well, or the function itself was there, the name does not tell which is meant.
    if (!this.functions.has(signature)) this.made.add(`${kind} ${signature}`);
    if (![...this.functions].some((known) => known.startsWith(`${name}(`))) this.made.add(`${kind} ${name}`);
    this.functions.add(signature);
  }
}

/** The column of a check that says only "column IS NOT NULL". */
function requiredBy(expression: Node | undefined): string | undefined {
  const test = as<NullTest>(expression, "NullTest");
  if (test?.nulltesttype !== "IS_NOT_NULL") return undefined;
  return textsOf(as<{ fields?: Node[] }>(test.arg as Node | undefined, "ColumnRef")?.fields).at(-1);
}
