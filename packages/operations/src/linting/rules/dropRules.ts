import type { A_Const, DropStmt, TruncateStmt } from "libpg-query";
import { as } from "../nodes.js";
import type { Rule } from "../Rule.js";
import type { Statement } from "../Statement.js";

const NOT_OTHERS: readonly DropStmt["removeType"][] = ["OBJECT_TABLE", "OBJECT_SCHEMA", "OBJECT_INDEX"];

/** What takes something away that the last release may use, or rows with it. */
export const dropRules: readonly Rule[] = [
  {
    name: "drop-table",
    why: "A server that still runs the last release reads the table.",
    instead: "Drop it one release after nothing uses it.",
    isBrokenBy: (statement) => statement.dropped((type) => type === "OBJECT_TABLE").length > 0,
  },
  {
    name: "drop-column",
    why: "A server that still runs the last release reads the column.",
    instead: "Drop it one release after nothing uses it.",
    isBrokenBy: ({ commands, before }) =>
      commands.some(({ subtype, table, name }) => subtype === "AT_DropColumn" && !before.isMade("column", `${table}.${name}`)),
  },
  {
    name: "drop-object",
    why: "A view, function, trigger, type, sequence, policy, extension or the like goes while the last release relies on it.",
    instead: "Drop it one release after nothing uses it. Replace a function or view by CREATE OR REPLACE.",
    isBrokenBy: (statement) => statement.dropped((type) => !NOT_OTHERS.includes(type)).length > 0,
  },
  {
    name: "drop-schema",
    why: "Everything in a schema goes with it, what others made there too.",
    instead: "Drop by name what this service made.",
    isBrokenBy: (statement) =>
      statement.dropped((type) => type === "OBJECT_SCHEMA").length > 0 || statement.kind === "DropOwnedStmt",
  },
  {
    name: "drop-database",
    why: "The database goes with all rows.",
    instead: "Do it by hand, after a backup. A migration changes one database from within.",
    isBrokenBy: ({ kind }) => ["DropdbStmt", "DropTableSpaceStmt", "CreatedbStmt"].includes(kind),
  },
  {
    name: "cascade",
    why: "CASCADE drops or empties what nobody named, also what others made.",
    instead: "Name each object, the dependent ones first, without CASCADE.",
    isBrokenBy: (statement) =>
      statement.is<DropStmt>("DropStmt")?.behavior === "DROP_CASCADE" ||
      statement.is<TruncateStmt>("TruncateStmt")?.behavior === "DROP_CASCADE" ||
      statement.allCommands.some(({ behavior }) => behavior === "DROP_CASCADE"),
  },
  {
    name: "truncate",
    why: "All rows go, and readers and writers wait under an ACCESS EXCLUSIVE lock.",
    instead: "Delete the rows in a data migration.",
    isBrokenBy: ({ kind }) => kind === "TruncateStmt",
  },
  {
    name: "drop-not-null",
    why: "The last release reads a null where it promises its clients a value.",
    instead: "First release code that copes with a null; then drop it, and say so as the reason.",
    isBrokenBy: (statement) => statement.alters("AT_DropNotNull"),
  },
  {
    name: "drop-default",
    why: "The last release inserts rows without the column, and is refused when it may not be null.",
    instead: "Drop the default one release after all code writes the column.",
    isBrokenBy: ({ commands }) =>
      commands.some(
        ({ subtype, def }) =>
          subtype === "AT_DropExpression" ||
          (subtype === "AT_ColumnDefault" && (def === undefined || as<A_Const>(def, "A_Const")?.isnull === true)),
      ),
  },
  {
    name: "drop-key",
    why: "A key's index goes with it, so reads become slow, and ON CONFLICT of the last release fails. With a foreign key goes ON DELETE.",
    instead: "Make the new key first, and drop the old one release after nothing uses it.",
    isBrokenBy: isKeyDropped,
  },
];

function isKeyDropped({ commands, before, allCommands }: Statement): boolean {
  const added = allCommands.flatMap(({ subtype, def }) =>
    subtype === "AT_AddConstraint"
      ? ((def as { Constraint?: { conname?: string } } | undefined)?.Constraint?.conname ?? [])
      : [],
  );
  return commands.some(
    ({ subtype, table, name = "" }) =>
      subtype === "AT_DropConstraint" &&
      before.hasKey(table, name) &&
      !before.isMade("constraint", `${table}.${name}`) &&
      !added.includes(name),
  );
}
