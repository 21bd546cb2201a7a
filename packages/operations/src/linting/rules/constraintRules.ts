import type { AlterDomainStmt, ConstrType, CreateDomainStmt } from "libpg-query";
import { textsOf } from "../nodes.js";
import type { Rule } from "../Rule.js";
import type { Statement } from "../Statement.js";

/** What reads all rows of a table while it keeps others out. */
export const constraintRules: readonly Rule[] = [
  {
    name: "validated-foreign-key",
    why: "Writers of both tables wait while all rows are compared.",
    instead: "ADD CONSTRAINT … NOT VALID; then VALIDATE CONSTRAINT in a migration with transaction = false.",
    isBrokenBy: (statement) => adds(statement, "CONSTR_FOREIGN"),
  },
  {
    name: "validated-check",
    why: "Readers and writers wait while all rows are checked.",
    instead: "ADD CONSTRAINT … NOT VALID; then VALIDATE CONSTRAINT in a migration with transaction = false.",
    isBrokenBy: (statement) => adds(statement, "CONSTR_CHECK"),
  },
  {
    name: "validate-in-transaction",
    why: "All pending migrations share a transaction, so the lock of ADD CONSTRAINT is kept while all rows are read.",
    instead: "VALIDATE CONSTRAINT in a migration with transaction = false.",
    isBrokenBy: (statement) => statement.isInTransaction && statement.alters("AT_ValidateConstraint"),
  },
  {
    name: "unique-constraint",
    why: "Readers and writers wait while the index is built.",
    instead: "CREATE UNIQUE INDEX CONCURRENTLY; then ADD CONSTRAINT … UNIQUE USING INDEX.",
    isBrokenBy: (statement) => adds(statement, "CONSTR_UNIQUE"),
  },
  {
    name: "primary-key",
    why: "Readers and writers wait while the index is built and all rows are checked for nulls.",
    instead: "SET NOT NULL in its safe form, CREATE UNIQUE INDEX CONCURRENTLY, then ADD PRIMARY KEY USING INDEX.",
    isBrokenBy: (statement) => adds(statement, "CONSTR_PRIMARY"),
  },
  {
    name: "exclusion-constraint",
    why: "Readers and writers wait while the index is built, and PostgreSQL has no concurrent form.",
    instead: "Put the rows into a new table that has the constraint, or keep the rule in the code.",
    isBrokenBy: (statement) => adds(statement, "CONSTR_EXCLUSION"),
  },
  {
    name: "domain-constraint",
    why: "A domain's check is checked in every table that uses it, and cannot be changed without that.",
    instead: "Use the plain type, and a CHECK on the column.",
    isBrokenBy: (statement) =>
      statement.is<AlterDomainStmt>("AlterDomainStmt") !== undefined ||
      (statement.is<CreateDomainStmt>("CreateDomainStmt")?.constraints ?? []).length > 0,
  },
  {
    name: "foreign-key-index",
    why: "Without an index on its columns each delete of the other table reads the whole of this one.",
    instead: "Make the index in the same migration, or in one before.",
    // The schema after the migration is asked, because an index may be made after its foreign key.
    isBrokenBy: ({ writtenConstraints, after }) =>
      writtenConstraints.some(
        ({ table, column, constraint }) =>
          constraint.contype === "CONSTR_FOREIGN" &&
          !after.finds(table, [...(column ? [column] : []), ...textsOf(constraint.fk_attrs)]),
      ),
  },
];

/** Whether a table that is there gets a constraint that all its rows are read for. */
const adds = ({ addedConstraints }: Statement, kind: ConstrType): boolean =>
  addedConstraints.some(
    ({ contype, skip_validation, indexname }) => contype === kind && skip_validation !== true && indexname === undefined,
  );
