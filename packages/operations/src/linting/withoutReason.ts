import type { A_Const, ColumnDef, Constraint, CreateStmt, DropStmt, FuncCall, IndexStmt, Node, TypeCast } from "libpg-query";
import { droppedBy } from "./madeBy.js";
import { as, builtInOf, constraintsOf, textsOf } from "./nodes.js";
import type { Step } from "./Step.js";

/** What is known at a step. */
export interface Surroundings {
  /** The objects that the migration has made so far, in the words of madeBy. */
  readonly made: ReadonlySet<string>;
  /** The indexes of the whole migration that leave no row out, as "drawings user_id,created_at,". */
  readonly indexes: readonly string[];
  readonly isInTransaction: boolean;
}
interface Condition {
  readonly when: string;
  readonly holds: (step: Step, around: Surroundings) => boolean;
}

const TYPES = /^(uuid|text|varchar|bool|int2|int4|int8|float8|numeric|date|timestamptz|interval|bytea|jsonb)$/;
const always = () => true;
const isOwn = ({ table }: Step, { made }: Surroundings) => made.has(`table ${table}`);

/** The kinds of statement, and of ALTER TABLE, that a migration may use without a reason. Any other kind needs one. */
export const withoutReason: Readonly<Record<string, Condition>> = {
  comment: { when: "always", holds: always },
  create: {
    when: "the table is logged and has no parent, its columns are of the types below, its key is not one small integer, and the migration indexes its foreign keys",
    holds: isPlainTable,
  },
  index: {
    when: "its table is the migration's own, or it is made CONCURRENTLY outside of a transaction",
    holds: (step, around) =>
      isOwn(step, around) || (!around.isInTransaction && step.is<IndexStmt>("IndexStmt")?.concurrent === true),
  },
  "create-function": { when: "always: what it would do, it does when it is called", holds: always },
  "create-trig": { when: "always", holds: always },
  "add-column": {
    when: "it is of the types below, with no constraint but NOT NULL, and that with a default; the default is a constant or now()",
    holds: ({ command }) => isPlainColumn(as<ColumnDef>(command?.def, "ColumnDef")),
  },
  "column-default": {
    when: "a default is set that is not null",
    holds: ({ command }) => command?.def !== undefined && !isNull(command.def),
  },
  "add-constraint": {
    when: "the table is the migration's own, or it is NOT VALID, or made USING INDEX",
    holds: (step, around) => {
      const added = as<Constraint>(step.command?.def, "Constraint");
      return isOwn(step, around) || added?.skip_validation === true || added?.indexname !== undefined;
    },
  },
  "validate-constraint": {
    when: "it runs outside of a transaction",
    holds: (_step, { isInTransaction }) => !isInTransaction,
  },
  "set-rel-options": { when: "always", holds: always },
  "reset-rel-options": { when: "always", holds: always },
  "drop-column": {
    when: "the migration has made it",
    holds: (step, around) => isOwn(step, around) || around.made.has(`column ${step.table}.${step.command?.name}`),
  },
  "drop-constraint": {
    when: "the migration has made it, or the same statement makes it anew",
    holds: (step, around) =>
      isOwn(step, around) || isMadeAnew(step) || around.made.has(`constraint ${step.table}.${step.command?.name}`),
  },
  "drop-index": {
    when: "its table is the migration's own, or it is dropped CONCURRENTLY outside of a transaction",
    holds: (step, around) =>
      isDropOfOwn(step, around) || (!around.isInTransaction && step.is<DropStmt>("DropStmt")?.concurrent === true),
  },
  "drop-table": { when: "the migration has made it", holds: isDropOfOwn },
  "drop-function": { when: "the migration has made it", holds: isDropOfOwn },
  "drop-trigger": { when: "the migration has made it", holds: isDropOfOwn },
};

function isDropOfOwn(step: Step, { made }: Surroundings): boolean {
  const drop = step.is<DropStmt>("DropStmt");
  return drop !== undefined && droppedBy(drop).every((name) => made.has(name));
}

/** Whether the ALTER TABLE of a DROP CONSTRAINT adds one of the same name, or the other way round. */
export function isMadeAnew({ kind, command, commands }: Step): boolean {
  const addedBy = (one = command) => as<Constraint>(one?.def, "Constraint")?.conname;
  return kind === "drop-constraint"
    ? commands.some((one) => one.subtype === "AT_AddConstraint" && addedBy(one) === command?.name)
    : commands.some((one) => one.subtype === "AT_DropConstraint" && one.missing_ok === true && one.name === addedBy());
}

function isPlainTable(step: Step, { indexes }: Surroundings): boolean {
  const { relation, inhRelations, tableElts = [] } = step.is<CreateStmt>("CreateStmt") ?? {};
  const columns = tableElts.flatMap((element) => as<ColumnDef>(element, "ColumnDef") ?? []);
  const small = columns.filter((column) => /^int[24]$/.test(typeOf(column) ?? "")).map(({ colname }) => `${colname},`);
  const keys = (kind: Constraint["contype"]) => tableElts.flatMap((element) => keysOf(element, kind));
  const found = [...keys("CONSTR_PRIMARY"), ...keys("CONSTR_UNIQUE")].map((key) => `${step.table} ${key}`).concat(indexes);
  return (
    relation?.relpersistence === "p" &&
    inhRelations === undefined &&
    columns.every(isOfKnownType) &&
    !keys("CONSTR_PRIMARY").some((key) => small.includes(key)) &&
    keys("CONSTR_FOREIGN").every((key) => found.some((index) => index.startsWith(`${step.table} ${key}`)))
  );
}

/** The keys of a kind that a table's element has, as "user_id,created_at,". */
function keysOf(element: Node, kind: Constraint["contype"]): string[] {
  const column = as<ColumnDef>(element, "ColumnDef");
  return constraintsOf(element)
    .filter(({ contype }) => contype === kind)
    .map(({ keys, fk_attrs }) => `${column ? column.colname : textsOf(fk_attrs ?? keys)},`);
}

function isPlainColumn(column: ColumnDef | undefined): boolean {
  const constraints = constraintsOf(column && { ColumnDef: column });
  const byDefault = constraints.find(({ contype }) => contype === "CONSTR_DEFAULT")?.raw_expr;
  return (
    column !== undefined &&
    isOfKnownType(column) &&
    constraints.every(
      ({ contype }) => contype === "CONSTR_DEFAULT" || (contype === "CONSTR_NOTNULL" && byDefault && !isNull(byDefault)),
    ) &&
    (byDefault === undefined || isSteady(byDefault))
  );
}

const typeOf = ({ typeName }: ColumnDef): string | undefined => builtInOf(typeName?.names);
const isOfKnownType = (column: ColumnDef): boolean => TYPES.test(typeOf(column) ?? "");
const isNull = (value: Node): boolean => as<A_Const>(value, "A_Const")?.isnull === true;

/** Whether a default is the same for all rows of a statement, so that the table is not rewritten. */
function isSteady(value: Node): boolean {
  const cast = as<TypeCast>(value, "TypeCast");
  if (cast?.arg) return builtInOf(cast.typeName?.names) !== undefined && isSteady(cast.arg);
  const called = as<FuncCall>(value, "FuncCall");
  if (called) return builtInOf(called.funcname) === "now";
  return as(value, "A_Const") !== undefined || as(value, "SQLValueFunction") !== undefined;
}
