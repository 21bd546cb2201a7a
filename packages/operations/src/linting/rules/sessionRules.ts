import type { CreateSchemaStmt, FuncCall, GrantStmt, RoleSpec, VariableSetStmt } from "libpg-query";
import { as, builtInOf, within } from "../nodes.js";
import type { Rule } from "../Rule.js";
import type { Statement } from "../Statement.js";
import { HARMLESS_FUNCTIONS } from "./harmless.js";
import { hasForeignOperator } from "./hasForeignOperator.js";
import { READABLE_COMMANDS, READABLE_KINDS } from "./readable.js";

/** What a migration may need for itself. Any other setting would undo what migrate relies on, or change what its statements mean. */
const ITS_OWN =
  /^(maintenance_work_mem|work_mem|max_parallel_maintenance_workers|max_parallel_workers_per_gather|check_function_bodies)$/;

/** The statements that call the functions that stand in them. */
const RUNS = ["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CreateTableAsStmt"];

const OF_RIGHTS = [
  "GrantRoleStmt",
  "CreateRoleStmt",
  "AlterRoleStmt",
  "DropRoleStmt",
  "AlterOwnerStmt",
  "ReassignOwnedStmt",
  "AlterDefaultPrivilegesStmt",
];

/** What ends the transaction or changes the session, the server or rights; and what nobody can read. */
export const sessionRules: readonly Rule[] = [
  {
    name: "transaction-statement",
    why: "migrate begins and ends the transaction. A COMMIT in between leaves half a migration when the rest fails.",
    instead: "Leave it out, or split the migration.",
    isBrokenBy: ({ kind }) => kind === "TransactionStmt",
  },
  {
    name: "session-setting",
    why: "A setting outlasts the statement, or takes away the limit after which migrate gives way to others.",
    instead: "SET LOCAL of what only this migration needs: work_mem, maintenance_work_mem, parallel workers.",
    isBrokenBy: (statement) => {
      const setting = statement.is<VariableSetStmt>("VariableSetStmt");
      const calls = [...within<FuncCall>(statement.tree, "FuncCall")];
      return (
        (setting !== undefined && !(setting.is_local === true && ITS_OWN.test(setting.name ?? ""))) ||
        calls.some((call) => builtInOf(call) === "set_config") ||
        statement.kind === "DiscardStmt"
      );
    },
  },
  {
    name: "server-setting",
    why: "The setting holds for other sessions and databases too, and down cannot know what it was.",
    instead: "Set it where the server or the role is set up.",
    isBrokenBy: ({ kind }) =>
      ["AlterSystemStmt", "AlterDatabaseSetStmt", "AlterDatabaseStmt", "AlterRoleSetStmt"].includes(kind),
  },
  {
    name: "rights",
    why: "Rights and owners differ from server to server. The service loses its tables when it loses a right, and PUBLIC is everybody.",
    instead: "Grant rights where the role is set up. GRANT to a role is let through, without GRANT OPTION.",
    isBrokenBy: (statement) =>
      OF_RIGHTS.includes(statement.kind) || isRiskyGrant(statement) || statement.alters("AT_ChangeOwner"),
  },
  {
    name: "not-repeatable",
    why: "A run that is killed after the statement runs it again, because nothing rolls it back.",
    instead: "Write IF NOT EXISTS, IF EXISTS, or DROP CONSTRAINT IF EXISTS … before ADD CONSTRAINT in one statement.",
    isBrokenBy: (statement) => !statement.isInTransaction && !isRepeatable(statement),
  },
  {
    name: "unreadable",
    why: "DO, CALL, EXECUTE, unknown statements, and functions that are not known to be harmless may do anything.",
    instead: "Write the statements themselves. Where that cannot be, say what it does as the reason.",
    isBrokenBy: isUnreadable,
  },
];

function isRiskyGrant(statement: Statement): boolean {
  const grant = statement.is<GrantStmt>("GrantStmt");
  const isToAll = (grant?.grantees ?? []).some((role) => as<RoleSpec>(role, "RoleSpec")?.roletype === "ROLESPEC_PUBLIC");
  return grant !== undefined && (grant.is_grant !== true || grant.grant_option === true || isToAll);
}

function isUnreadable(statement: Statement): boolean {
  if (!READABLE_KINDS.has(statement.kind)) return true;
  if (statement.allCommands.some(({ subtype }) => !READABLE_COMMANDS.has(String(subtype)))) return true;
  if ((statement.is<CreateSchemaStmt>("CreateSchemaStmt")?.schemaElts ?? []).length > 0) return true;
  if ([...within(statement.tree, "ExecuteStmt")].length > 0) return true;
  if (!RUNS.includes(statement.kind)) return false;
  const calls = [...within<FuncCall>(statement.tree, "FuncCall")];
  return calls.some((call) => !HARMLESS_FUNCTIONS.has(builtInOf(call) ?? "")) || hasForeignOperator(statement.tree);
}

function isRepeatable(statement: Statement): boolean {
  const { kind, allCommands } = statement;
  const parts = statement.tree as Record<
    string,
    { if_not_exists?: boolean; missing_ok?: boolean; replace?: boolean; skipIfNewValExists?: boolean }
  >;
  if (["CreateStmt", "IndexStmt", "CreateSeqStmt", "CreateSchemaStmt", "CreateExtensionStmt"].includes(kind))
    return parts[kind]?.if_not_exists === true;
  if (kind === "DropStmt") return parts[kind]?.missing_ok === true;
  if (["CreateFunctionStmt", "CreateTrigStmt", "ViewStmt"].includes(kind)) return parts[kind]?.replace === true;
  if (["CreateEnumStmt", "CompositeTypeStmt", "CreateDomainStmt"].includes(kind)) return false;
  if (kind === "AlterEnumStmt") return parts[kind]?.skipIfNewValExists === true;
  const dropped = allCommands.filter(({ subtype }) => subtype === "AT_DropConstraint").map(({ name }) => name);
  return allCommands.every(({ subtype, missing_ok, def }) => {
    const name = (def as { Constraint?: { conname?: string; indexname?: string } } | undefined)?.Constraint?.conname;
    if (subtype === "AT_AddConstraint") return dropped.includes(name);
    return (
      (subtype !== "AT_AddColumn" && subtype !== "AT_DropColumn" && subtype !== "AT_DropConstraint") || missing_ok === true
    );
  });
}
