import type {
  ColumnDef,
  Constraint,
  CreateFunctionStmt,
  DropStmt,
  FunctionParameter,
  IndexStmt,
  Node,
  ObjectWithArgs,
  TypeName,
} from "libpg-query";
import { as, textsOf } from "./nodes.js";
import type { Step } from "./Step.js";

/**
 * The object that a step makes, as "table drawings" or "column drawings.title". No other session uses it before the migration has ended.
 * With IF NOT EXISTS or OR REPLACE it may have been there, so it does not count.
 */
export function madeBy(step: Step, made: ReadonlySet<string>): string[] {
  const { words, table, command } = step;
  if (step.kind === "add-constraint") return [`constraint ${table}.${as<Constraint>(command?.def, "Constraint")?.conname}`];
  if (words.if_not_exists || words.missing_ok || words.replace) return [];
  switch (step.kind) {
    case "create":
      return [`table ${table}`];
    case "add-column":
      return [`column ${table}.${as<ColumnDef>(command?.def, "ColumnDef")?.colname}`];
    case "index":
      return made.has(`table ${table}`) ? [`index ${step.is<IndexStmt>("IndexStmt")?.idxname}`] : [];
    case "create-trig":
      return [`trigger ${table}.${step.is<{ trigname?: string }>("CreateTrigStmt")?.trigname}`];
    case "create-function":
      return [functionMadeBy(step.is<CreateFunctionStmt>("CreateFunctionStmt"))];
    default:
      return [];
  }
}

/** The objects that a DROP names, in the same words. */
export function droppedBy({ objects = [], removeType }: DropStmt): string[] {
  const kind = String(removeType).replace("OBJECT_", "").toLowerCase();
  return objects.map((object) => {
    const routine = as<ObjectWithArgs>(object, "ObjectWithArgs");
    // Without its arguments the name alone does not say which function is meant.
    if (routine) return routine.args_unspecified ? "" : `${kind} ${signatureOf(routine.objname, routine.objargs ?? [])}`;
    return `${kind} ${textsOf(as<{ items?: Node[] }>(object, "List")?.items).join(".")}`;
  });
}

/** What a function returns by parameters is no part of its signature. */
function functionMadeBy({ funcname, parameters = [] }: CreateFunctionStmt = {}): string {
  const given = parameters.flatMap((one) => as<FunctionParameter>(one, "FunctionParameter") ?? []);
  const types = given.filter(({ mode }) => mode !== "FUNC_PARAM_OUT" && mode !== "FUNC_PARAM_TABLE");
  return `function ${signatureOf(
    funcname,
    types.map(({ argType = {} }) => ({ TypeName: argType })),
  )}`;
}

function signatureOf(name: readonly Node[] | undefined, types: readonly Node[]): string {
  return `${textsOf(name).join(".")}(${types.map((type) => textsOf(as<TypeName>(type, "TypeName")?.names).at(-1)).join(", ")})`;
}
