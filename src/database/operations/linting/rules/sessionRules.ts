import type { FuncCall, GrantStmt, Node, VariableSetStmt } from "libpg-query";
import { textsOf, within } from "../nodes.js";
import type { Rule } from "../Rule.js";
import type { Statement } from "../Statement.js";
import { READABLE_COMMANDS, READABLE_KINDS } from "./readable.js";

/** These would undo what migrate relies on: its limits, and where its tables are. */
const OF_MIGRATE =
  /^(lock_timeout|statement_timeout|idle_in_transaction_session_timeout|search_path|role|session_authorization|session_replication_role)$/;

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
    instead: "SET LOCAL of what only this migration needs, such as maintenance_work_mem.",
    isBrokenBy: (statement) => {
      const setting = statement.is<VariableSetStmt>("VariableSetStmt");
      return (
        (setting !== undefined && (!setting.is_local || OF_MIGRATE.test(setting.name ?? ""))) ||
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
    why: "Rights and owners differ from server to server. The service loses its tables when it loses a right.",
    instead: "Grant rights where the role is set up. GRANT is let through.",
    isBrokenBy: (statement) => OF_RIGHTS.includes(statement.kind) || isRevoke(statement) || statement.alters("AT_ChangeOwner"),
  },
  {
    name: "not-repeatable",
    why: "A run that is killed after the statement runs it again, because nothing rolls it back.",
    instead: "Write IF NOT EXISTS, IF EXISTS, or DROP CONSTRAINT IF EXISTS … before ADD CONSTRAINT in one statement.",
    isBrokenBy: (statement) => !statement.isInTransaction && !isRepeatable(statement),
  },
  {
    name: "unreadable",
    why: "DO, CALL, EXECUTE, functions of our own and unknown statements may do anything.",
    instead: "Write the statements themselves. Where that cannot be, say what it does as the reason.",
    isBrokenBy: isUnreadable,
  },
];

function isRevoke(statement: Statement): boolean {
  const grant = statement.is<GrantStmt>("GrantStmt");
  return grant !== undefined && grant.is_grant !== true;
}

function isUnreadable(statement: Statement): boolean {
  if (!READABLE_KINDS.has(statement.kind)) return true;
  if (statement.allCommands.some(({ subtype }) => !READABLE_COMMANDS.has(String(subtype)))) return true;
  if (!["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CreateTableAsStmt"].includes(statement.kind))
    return false;
  return [...within<FuncCall>(statement.tree, "FuncCall")].some(({ funcname }) =>
    statement.after.hasFunction(textsOf(funcname as Node[] | undefined).at(-1) ?? ""),
  );
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
