import { isUnusedFor, TODAY, type UnusedPeriod } from "./unusedRules.js";

/** Accounts whose erasure is due. */
export interface DueRule {
  /** What goes, in words. */
  readonly what: string;
  /** The SQL of their ids. */
  readonly ids: string;
  /** The SQL of whether the account with the id $1 is one of them, and of the id that its receipt has already. */
  readonly isDue: string;
  /** Whether nobody has a receipt yet. */
  readonly needsReceipt: boolean;
}

/** What its owner asked for, and waited for. */
const ASKED: DueRule = {
  what: "accounts whose erasure is due",
  ids: "SELECT user_id FROM pending_erasures WHERE due_at <= now()",
  isDue: "SELECT receipt_id FROM pending_erasures WHERE user_id = $1 AND due_at <= now()",
  needsReceipt: false,
};

/** What nobody uses, and was warned for. */
const unused = (days: number): DueRule => {
  const accounts = `FROM account_uses JOIN users ON users.id = user_id WHERE erased_on <= ${TODAY} AND ${isUnusedFor(days)}`;
  return {
    what: "accounts that nobody uses",
    ids: `SELECT user_id ${accounts}`,
    isDue: `SELECT NULL AS receipt_id ${accounts} AND user_id = $1`,
    needsReceipt: true,
  };
};

/** @param period has 0 days where accounts that nobody uses are kept. */
export const dueRules = ({ days }: UnusedPeriod): readonly DueRule[] => (days === 0 ? [ASKED] : [ASKED, unused(days)]);
