import type {
  AlterTableCmd,
  AlterTableStmt,
  ColumnDef,
  Constraint,
  CreateStmt,
  DropStmt,
  Node,
  ObjectWithArgs,
  ParseResult,
  RawStmt,
  TypeName,
} from "libpg-query";
import { as, constraintsOf, tableOf, textsOf } from "./nodes.js";
import type { SchemaSoFar } from "./SchemaSoFar.js";
import { signatureOf } from "./signatureOf.js";

const OF_TABLE = ["trigger", "rule", "policy"];

/** A command of ALTER TABLE, and its table. */
export type Command = AlterTableCmd & { readonly table: string };

export interface Surroundings {
  /** The schema just before the statement, and after the whole migration. */
  readonly before: SchemaSoFar;
  readonly after: SchemaSoFar;
  readonly isInTransaction: boolean;
}

/** One statement of a migration, as the rules ask about it. */
export class Statement {
  constructor(
    /** Undefined when the parser cannot read it. */
    private readonly node: Node | undefined,
    /** Identifiers as they were written, before PostgreSQL cuts them. */
    readonly identifiers: readonly string[],
    private readonly surroundings: Surroundings,
  ) {}

  static partsOf = ({ stmts = [] }: ParseResult): RawStmt[] => stmts;

  /** The kind as PostgreSQL calls it, such as AlterTableStmt. */
  get kind(): string {
    return Object.keys(this.node ?? {})[0] ?? "unreadable";
  }

  get tree(): unknown {
    return this.node;
  }

  get before(): SchemaSoFar {
    return this.surroundings.before;
  }

  get after(): SchemaSoFar {
    return this.surroundings.after;
  }

  get isInTransaction(): boolean {
    return this.surroundings.isInTransaction;
  }

  is<T>(kind: string): T | undefined {
    return as<T>(this.node, kind);
  }

  /** The commands of an ALTER TABLE, all of them, whoever made the table. */
  get allCommands(): Command[] {
    const altered = this.is<AlterTableStmt>("AlterTableStmt");
    return (altered?.cmds ?? []).flatMap((one) => {
      const command = as<AlterTableCmd>(one, "AlterTableCmd");
      return command ? [{ ...command, table: tableOf(altered?.relation) }] : [];
    });
  }

  /** Those on a table that was there before this migration: it may be large, and others use it. */
  get commands(): Command[] {
    return this.allCommands.filter(({ table }) => !this.before.isMade("table", table));
  }

  /** Whether a table that is there gets a command of these kinds. */
  alters = (...subtypes: readonly AlterTableCmd["subtype"][]): boolean =>
    this.commands.some(({ subtype }) => subtypes.includes(subtype));

  /** The columns that a table which is there gets. */
  get addedColumns(): ColumnDef[] {
    return this.commands.flatMap(({ subtype, def }) =>
      subtype === "AT_AddColumn" ? (as<ColumnDef>(def, "ColumnDef") ?? []) : [],
    );
  }

  /** The same, and the columns of new tables, and the new types of columns. */
  get writtenColumns(): ColumnDef[] {
    const own = this.is<CreateStmt>("CreateStmt")?.tableElts ?? [];
    return [...own, ...this.allCommands.flatMap(({ def }) => def ?? [])].flatMap(
      (element) => as<ColumnDef>(element, "ColumnDef") ?? [],
    );
  }

  /** The constraints that a table which is there gets, by themselves or with a column. */
  get addedConstraints(): Constraint[] {
    return this.commands.flatMap(({ subtype, def }) =>
      subtype === "AT_AddConstraint" || subtype === "AT_AddColumn" ? constraintsOf(def) : [],
    );
  }

  /** The constraints of tables, new or not, with the columns that they stand beside. */
  get writtenConstraints(): { table: string; column: string | undefined; constraint: Constraint }[] {
    const created = this.is<CreateStmt>("CreateStmt");
    const elements = [
      ...(created?.tableElts ?? []).map((element) => ({ table: tableOf(created?.relation), element })),
      ...this.allCommands.flatMap(({ table, def }) => (def ? [{ table, element: def }] : [])),
    ];
    return elements.flatMap(({ table, element }) =>
      constraintsOf(element).map((constraint) => ({
        table,
        column: as<ColumnDef>(element, "ColumnDef")?.colname,
        constraint,
      })),
    );
  }

  /** What a DROP of a kind names, unless this migration made it. */
  dropped(isKind: (type: DropStmt["removeType"]) => boolean): string[] {
    const drop = this.is<DropStmt>("DropStmt");
    if (!drop || !isKind(drop.removeType)) return [];
    const kind = String(drop.removeType).replace("OBJECT_", "").toLowerCase();
    return (drop.objects ?? []).map((object) => nameOf(object, kind)).filter((name) => !this.before.isMade(kind, name));
  }
}

/**
 * Triggers, rules and policies stand behind their table, and are named with it; other names may stand behind a schema. A function is
 * named with its arguments, where the statement has them.
 */
function nameOf(object: Node, kind: string): string {
  const routine = as<ObjectWithArgs>(object, "ObjectWithArgs");
  if (routine && routine.args_unspecified !== true)
    return signatureOf(
      textsOf(routine.objname).at(-1) ?? "",
      (routine.objargs ?? []).map((type) => as<TypeName>(type, "TypeName")),
    );
  const names = textsOf(
    as<{ items?: Node[] }>(object, "List")?.items ??
      as<ObjectWithArgs>(object, "ObjectWithArgs")?.objname ??
      as<{ names?: Node[] }>(object, "TypeName")?.names ?? [object],
  );
  const [name = "", schemaname] = [...names].reverse();
  if (OF_TABLE.includes(kind)) return `${schemaname}.${name}`;
  return kind === "table" ? tableOf({ relname: name, ...(schemaname !== undefined && { schemaname }) }) : name;
}
