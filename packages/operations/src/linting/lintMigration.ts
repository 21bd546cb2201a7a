import type { IndexElem, IndexStmt, Node } from "libpg-query";
import { lintBatch } from "./lintBatch.js";
import { madeBy } from "./madeBy.js";
import { as, tableOf } from "./nodes.js";
import { readStatements } from "./readStatements.js";
import { Step } from "./Step.js";
import { isMadeAnew, type Surroundings, withoutReason } from "./withoutReason.js";

export interface LintedMigration {
  readonly name: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** False where the migration runs outside of a transaction. */
  readonly transaction?: boolean | undefined;
  /** The statement of a data migration. */
  readonly ofBatch?: string;
}
export interface Finding {
  /** The kind of step that needs its reason. */
  readonly kind: string;
  readonly direction: "up" | "down";
  readonly message: string;
  readonly sql: string;
}

const LONGEST_NAME = 63;
/** Statements that may run a second time as they are. */
const REPEATABLE = ["comment", "validate-constraint", "column-default", "set-rel-options", "reset-rel-options"];

/** The steps of a migration, in both directions, that need a reason and have none. */
export async function lintMigration({ up, down, transaction, ofBatch }: LintedMigration): Promise<readonly Finding[]> {
  const isInTransaction = transaction !== false;
  const made = new Set<string>();
  return [
    ...(await checked(up, "up", made, isInTransaction)),
    // Down removes what up has made.
    ...(await checked(down, "down", made, isInTransaction)),
    ...(ofBatch === undefined ? [] : await lintBatch(ofBatch)),
  ];
}

/** Adds what the statements make to what was made before. */
async function checked(
  sql: readonly string[],
  direction: "up" | "down",
  made: Set<string>,
  isInTransaction: boolean,
): Promise<Finding[]> {
  const read = (await Promise.all(sql.map(readStatements))).flat();
  const indexes = read.flatMap(({ node }) => indexIn(node));
  return read.flatMap(({ node, comments, identifiers, hasCompany, sql: text }) => {
    const around = { made, indexes, isInTransaction: isInTransaction || hasCompany };
    const found = Step.of(node).flatMap((step) => {
      const message = messageOn(step, around);
      for (const name of madeBy(step, made)) made.add(name);
      return message === undefined ? [] : [{ kind: step.kind, message }];
    });
    if (identifiers.some((name) => Buffer.byteLength(name) > LONGEST_NAME))
      found.push({ kind: "long-name", message: `PostgreSQL cuts a name after ${LONGEST_NAME} bytes: two may become one.` });
    return found
      .filter(({ kind }) => !comments.some((comment) => isReason(comment, kind)))
      .map((finding) => ({ ...finding, direction, sql: text }));
  });
}

/** Why a step needs a reason; undefined where it needs none. */
function messageOn(step: Step, around: Surroundings): string | undefined {
  const condition = withoutReason[step.kind];
  if (!condition) return "This kind needs its reason. docs/migrations.md lists those that need none, and safe forms.";
  if (step.words.behavior === "DROP_CASCADE") return "CASCADE drops what nobody named. Name each, dependent ones first.";
  if (!condition.holds(step, around)) return `It needs no reason when ${condition.when}.`;
  if (around.isInTransaction || isRepeatable(step)) return undefined;
  return "A run that is killed after the statement runs it again: write IF NOT EXISTS, IF EXISTS, OR REPLACE, or DROP CONSTRAINT IF EXISTS before ADD CONSTRAINT in one statement.";
}

function isRepeatable(step: Step): boolean {
  const { if_not_exists, missing_ok, replace } = step.words;
  const isGuarded = if_not_exists || missing_ok || replace || (step.kind === "add-constraint" && isMadeAnew(step));
  return isGuarded === true || REPEATABLE.includes(step.kind);
}

function indexIn(node: Node | undefined): string[] {
  const index = as<IndexStmt>(node, "IndexStmt");
  if (!index || index.whereClause) return [];
  const columns = (index.indexParams ?? []).map((one) => as<IndexElem>(one, "IndexElem")?.name ?? "");
  return [`${tableOf(index.relation)} ${columns},`];
}

/** Whether a comment gives the reason of a kind, in at least two words. */
const isReason = (comment: string, kind: string): boolean =>
  new RegExp(`^(--|/\\*)\\s*allow ${kind}:\\s*[\\p{L}\\d"'][^\\s*]*\\s+[^\\s*]`, "u").test(comment);
