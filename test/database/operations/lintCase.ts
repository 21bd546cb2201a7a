/** A dangerous migration and the safe one that does the same. */
export interface LintCase {
  readonly rule: string;
  readonly what: string;
  readonly dangerous: readonly string[];
  readonly safe: readonly (readonly string[])[];
  readonly transaction?: false;
  /** The safe form's, where it is another than the dangerous one's. */
  readonly safeTransaction?: false;
}

/** Makes a case of one statement. A safe form is one statement, or several. */
const oneCase = (
  rule: string,
  what: string,
  dangerous: string,
  ...safe: readonly (string | readonly string[])[]
): LintCase => ({
  rule,
  what,
  dangerous: [dangerous],
  safe: safe.map((sql) => (typeof sql === "string" ? [sql] : sql)),
});
/** Both forms run outside of a transaction. */
const alone = (found: LintCase): LintCase => ({ ...found, transaction: false, safeTransaction: false });
/** Only the safe form runs outside of a transaction. */
const safeAlone = (found: LintCase): LintCase => ({ ...found, safeTransaction: false });

export const lintCase = Object.assign(oneCase, { alone, safeAlone });
