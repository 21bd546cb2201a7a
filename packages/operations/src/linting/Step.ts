import type { AlterTableCmd, AlterTableStmt, DropStmt, Node, RangeVar } from "libpg-query";
import { as, tableOf } from "./nodes.js";

/** The fields that many kinds of statement and command have. */
interface Words {
  readonly relation?: RangeVar;
  readonly behavior?: string;
  readonly if_not_exists?: boolean;
  readonly missing_ok?: boolean;
  readonly replace?: boolean;
}

/** The unit that lint judges: a statement, or one command of an ALTER TABLE. */
export class Step {
  private constructor(
    /** As the parser calls it, in lower case: create, drop-table, add-column. A reason names it. */
    readonly kind: string,
    private readonly statement: Node | undefined,
    readonly command: AlterTableCmd | undefined,
    /** The commands of the same ALTER TABLE, this one among them. */
    readonly commands: readonly AlterTableCmd[],
  ) {}

  /** The steps of a statement; undefined stands for a text that the parser cannot read. */
  static of(statement: Node | undefined): Step[] {
    const altered = as<AlterTableStmt>(statement, "AlterTableStmt");
    if (altered?.objtype !== "OBJECT_TABLE") return [new Step(kindOf(statement), statement, undefined, [])];
    const commands = (altered.cmds ?? []).flatMap((one) => as<AlterTableCmd>(one, "AlterTableCmd") ?? []);
    return commands.map((command) => new Step(kebab(String(command.subtype).slice(3)), statement, command, commands));
  }

  /** The statement, if it is of the parser's kind, such as CreateStmt. */
  is<T>(kind: string): T | undefined {
    return as<T>(this.statement, kind);
  }

  get words(): Words {
    return (this.command as Words | undefined) ?? this.body;
  }

  /** The table that is made, altered or indexed, or that gets a trigger. */
  get table(): string {
    return tableOf(this.body.relation);
  }

  private get body(): Words {
    return Object.values(this.statement ?? {})[0] ?? {};
  }
}

function kindOf(statement: Node | undefined): string {
  const [name] = Object.keys(statement ?? {});
  if (name === undefined) return "unreadable";
  const dropped = as<DropStmt>(statement, "DropStmt")?.removeType;
  if (dropped === undefined) return kebab(name.replace(/Stmt$/, ""));
  return dropped.replace("OBJECT", "drop").replaceAll("_", "-").toLowerCase();
}

/** AddColumn: add-column. */
const kebab = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
