import type { A_Const, AlterSeqStmt, AlterTableCmd, ColumnDef, Constraint, ConstrType, DefElem, FuncCall } from "libpg-query";
import { as, builtInOf, constraintsOf, textsOf, typeOf, within } from "../nodes.js";
import type { Rule } from "../Rule.js";
import type { Statement } from "../Statement.js";
import { hasForeignOperator } from "./hasForeignOperator.js";
import { isWider } from "./isWider.js";

const SERIALS = ["serial", "serial2", "serial4", "serial8", "bigserial", "smallserial"];
const SMALL = ["int4", "int2", "serial", "serial4", "smallserial", "serial2"];
/** Functions whose value is the same for all rows of a statement, so that a column with such a default needs no rewrite. */
const STEADY = ["now", "transaction_timestamp", "statement_timestamp", "current_setting", "lower", "upper", "to_timestamp"];

/** What rewrites a table, or breaks what the last release writes. */
export const columnRules: readonly Rule[] = [
  {
    name: "required-column",
    why: "Rows that are there, or that the last release writes, have no value.",
    instead: "Give the column a default that is constant, or let it be null.",
    isBrokenBy: ({ addedColumns }) =>
      addedColumns.some(
        (column) =>
          has(column, "CONSTR_NOTNULL") && !hasDefault(column) && !has(column, "CONSTR_IDENTITY") && !isSerial(column),
      ),
  },
  {
    name: "set-not-null",
    why: "Readers and writers wait while all rows are read, and the last release may still write a null.",
    instead: "ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID, then VALIDATE CONSTRAINT, then SET NOT NULL.",
    isBrokenBy: ({ commands, before }) =>
      commands.some(({ table, ...command }) =>
        requiredBy(command).some((name) => !before.isKeptFromNull(table, name) && !before.isMade("column", `${table}.${name}`)),
      ),
  },
  {
    name: "volatile-default",
    why: "Each row gets a value of its own, so the table is rewritten while readers and writers wait.",
    instead: "Add the column without a default, then SET DEFAULT, then fill the rows in a data migration.",
    isBrokenBy: ({ addedColumns }) => addedColumns.some(hasVolatileDefault),
  },
  {
    name: "counted-column",
    why: "A serial or identity column numbers all rows: the table is rewritten while readers and writers wait.",
    instead: "Add a bigint column that may be null, SET DEFAULT nextval(…), and fill it in a data migration.",
    isBrokenBy: ({ addedColumns }) => addedColumns.some((column) => isSerial(column) || has(column, "CONSTR_IDENTITY")),
  },
  {
    name: "stored-column",
    why: "A generated column is computed for all rows: the table is rewritten while readers and writers wait.",
    instead: "Declare a computed field on the entity, or an ordinary column that a trigger keeps and a data migration fills.",
    isBrokenBy: (statement) =>
      statement.addedColumns.some((column) => has(column, "CONSTR_GENERATED")) || statement.alters("AT_SetExpression"),
  },
  {
    name: "change-type",
    why: "The table is rewritten while readers and writers wait, and the last release expects the old type.",
    instead: "Add a column of the new type, write both, fill it in a data migration. A wider varchar, or text, is let through.",
    isBrokenBy: ({ commands, before }) =>
      commands.some(
        ({ subtype, table, name = "", def }) =>
          subtype === "AT_AlterColumnType" && !isWider(before.column(table, name), as<ColumnDef>(def, "ColumnDef")),
      ),
  },
  {
    name: "json-column",
    why: "json has no equality: DISTINCT fails, and so does the trigger that keeps updated_at.",
    instead: "Use jsonb.",
    isBrokenBy: (statement) => writes(statement, "json"),
  },
  {
    name: "char-column",
    why: "char(n) pads with spaces, and compares without them.",
    instead: "Use varchar(n), or text with a check.",
    isBrokenBy: (statement) => writes(statement, "bpchar", "char"),
  },
  {
    name: "timestamp-without-zone",
    why: "A timestamp without a zone means another instant wherever it is read.",
    instead: "Use timestamptz.",
    isBrokenBy: (statement) => writes(statement, "timestamp", "timetz"),
  },
  {
    name: "serial",
    why: "A serial column's sequence has an owner and rights of its own, and anyone may write the column.",
    instead: "Use bigint GENERATED ALWAYS AS IDENTITY, or a uuid.",
    isBrokenBy: ({ writtenColumns }) => writtenColumns.some(isSerial),
  },
  {
    name: "small-key",
    why: "A key of four bytes ends at 2,147,483,647 rows, and widening it rewrites the table.",
    instead: "Use uuid or bigint.",
    // A number beside another column of the key counts within that, as the steps of a tutorial do.
    isBrokenBy: ({ writtenColumns, writtenConstraints }) => {
      const keys = writtenConstraints
        .filter(({ constraint }) => constraint.contype === "CONSTR_PRIMARY")
        .map(({ column, constraint }) => [...(column ? [column] : []), ...textsOf(constraint.keys)]);
      return writtenColumns.some(
        (column) => keys.some((key) => key.length === 1 && key[0] === column.colname) && SMALL.includes(typeOf(column)),
      );
    },
  },
  {
    name: "sequence-values",
    why: "A sequence that is set back, or ends sooner, hands out numbers that are taken, or none.",
    instead: "Leave it as it is, or make a new one.",
    isBrokenBy: (statement) => {
      const options = statement.is<AlterSeqStmt>("AlterSeqStmt")?.options ?? [];
      const calls = [...within<FuncCall>(statement.tree, "FuncCall")];
      return (
        options.some((option) => as<DefElem>(option, "DefElem")?.defname !== "owned_by") ||
        calls.some((call) => builtInOf(call) === "setval")
      );
    },
  },
  {
    name: "unlogged-table",
    why: "An unlogged table is empty after a crash, and in every replica.",
    instead: "CREATE TABLE without UNLOGGED.",
    isBrokenBy: (statement) =>
      statement.is<{ relation?: { relpersistence?: string } }>("CreateStmt")?.relation?.relpersistence === "u" ||
      statement.allCommands.some(({ subtype }) => subtype === "AT_SetUnLogged"),
  },
];

const writes = ({ writtenColumns }: Statement, ...types: readonly string[]): boolean =>
  writtenColumns.some((column) => types.includes(typeOf(column)));

const isSerial = (column: ColumnDef): boolean => SERIALS.includes(typeOf(column));

/** The columns that a command keeps from being null, by SET NOT NULL or by the constraint of PostgreSQL 18. */
function requiredBy({ subtype, name, def }: AlterTableCmd): string[] {
  if (subtype === "AT_SetNotNull") return [name ?? ""];
  const constraint = subtype === "AT_AddConstraint" ? as<Constraint>(def, "Constraint") : undefined;
  return constraint?.contype === "CONSTR_NOTNULL" && constraint.skip_validation !== true ? textsOf(constraint.keys) : [];
}

/** A default that is null gives no value. */
const hasDefault = (column: ColumnDef): boolean =>
  constraintsOf({ ColumnDef: column }).some(
    ({ contype, raw_expr }) => contype === "CONSTR_DEFAULT" && as<A_Const>(raw_expr, "A_Const")?.isnull !== true,
  );

const has = (column: ColumnDef, ...kinds: readonly ConstrType[]): boolean =>
  constraintsOf({ ColumnDef: column }).some(({ contype }) => contype !== undefined && kinds.includes(contype));

function hasVolatileDefault(column: ColumnDef): boolean {
  const byDefault = constraintsOf({ ColumnDef: column }).find(({ contype }) => contype === "CONSTR_DEFAULT")?.raw_expr;
  return (
    [...within<FuncCall>(byDefault, "FuncCall")].some((call) => !STEADY.includes(builtInOf(call) ?? "")) ||
    hasForeignOperator(byDefault)
  );
}
