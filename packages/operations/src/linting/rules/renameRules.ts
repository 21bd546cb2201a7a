import type { AlterEnumStmt, RenameStmt } from "libpg-query";
import { tableOf } from "../nodes.js";
import type { Rule } from "../Rule.js";

/** What the last release still knows by its old name or place. */
export const renameRules: readonly Rule[] = [
  {
    name: "rename",
    why: "A server that still runs the last release knows the old name. Error codes hang on the names of constraints, too.",
    instead: "Add the new one, write both, fill it in a data migration, and drop the old one a release later.",
    isBrokenBy: (statement) => {
      const renamed = statement.is<RenameStmt>("RenameStmt");
      if (renamed?.relation) return !statement.before.isMade("table", tableOf(renamed.relation));
      return renamed !== undefined || statement.is<AlterEnumStmt>("AlterEnumStmt")?.oldVal !== undefined;
    },
  },
  {
    name: "move-schema",
    why: "A server that still runs the last release looks for it in the old schema.",
    instead: "Make a new one in the new schema, and a data migration that fills it.",
    isBrokenBy: ({ kind }) => kind === "AlterObjectSchemaStmt",
  },
  {
    name: "enum-order",
    why: "A value without BEFORE or AFTER goes to the end, which may be the wrong place in ORDER BY.",
    instead: "ALTER TYPE … ADD VALUE … AFTER the one that it follows.",
    isBrokenBy: (statement) => {
      const value = statement.is<AlterEnumStmt>("AlterEnumStmt");
      return value !== undefined && value.oldVal === undefined && value.newValNeighbor === undefined;
    },
  },
  {
    name: "long-name",
    why: "PostgreSQL cuts a name after 63 bytes. Two names may become one, and nothing finds it by its full name.",
    instead: "Write a name of at most 63 bytes.",
    isBrokenBy: ({ identifiers }) => identifiers.some((name) => Buffer.byteLength(name) > 63),
  },
];
