import type { UnavailableReason } from "../errors.js";
import { FieldCode } from "../errors.js";
import { sqlStates } from "./sqlStates.js";

/** What a SQLSTATE means for the client. */
export interface Meaning {
  /** Why the service is UNAVAILABLE. Absent where the state is the client's mistake, or ours. */
  readonly reason?: UnavailableReason;
  /** The session has ended with it, or could not begin: another session may succeed. */
  readonly endsSession?: true;
  /** PostgreSQL has undone it because of others, or on a standby because of its replay; running it again may succeed. */
  readonly mayRunAgain?: true;
  /** The failure is about this statement; another statement may succeed. */
  readonly isOfStatement?: true;
  /** It lasts until an operator changes something, so an immediate retry is of no use. */
  readonly isLasting?: true;
  /** What an operator has to do when the service or a command meets it while it connects. */
  readonly explanation?: string;
  /** The error of the row that a client has sent. */
  readonly problem?: { readonly code: FieldCode; readonly message: string };
}

const END: Meaning = { reason: "down", endsSession: true };
const CANNOT = { isOfStatement: true } as const;

/** By SQLSTATE, or by its class, the first two characters. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  // Connection exceptions, a session that was ended or could not begin, a transaction that stood still.
  "08": END,
  "57P01": END,
  "57P02": END,
  [sqlStates.cannotConnectNow]: { ...END, explanation: "the server is starting or stopping. Wait, or look at its log." },
  "57P04": END,
  "57P05": END,
  "25P03": END,
  "25P04": END,
  // No resources, a failing disk, PostgreSQL's own mistakes, and what only an operator can change.
  "53": { ...CANNOT, reason: "full" },
  [sqlStates.diskFull]: { ...CANNOT, reason: "diskFull" },
  [sqlStates.tooManyConnections]: {
    ...CANNOT,
    reason: "full",
    explanation: "the server has no connection left. Lower DATABASE_POOL_SIZE or raise its max_connections.",
  },
  "58": { ...CANNOT, reason: "damaged" },
  XX: { ...CANNOT, reason: "damaged" },
  "57000": { ...CANNOT, reason: "down" },
  [sqlStates.invalidPassword]: {
    ...CANNOT,
    reason: "noRight",
    isLasting: true,
    explanation: "the user name or the password in DATABASE_URL is wrong.",
  },
  [sqlStates.invalidAuthorization]: {
    ...CANNOT,
    reason: "noRight",
    isLasting: true,
    explanation:
      "the server does not let this user in: it may be unknown, or the server wants TLS. Check the user and sslmode in DATABASE_URL.",
  },
  [sqlStates.invalidCatalogName]: {
    ...CANNOT,
    reason: "down",
    isLasting: true,
    explanation: "the database named in DATABASE_URL does not exist. Create it, or correct the name.",
  },
  [sqlStates.insufficientPrivilege]: {
    ...CANNOT,
    reason: "noRight",
    explanation: "the role of DATABASE_URL may not connect to this database. Have its owner GRANT CONNECT.",
  },
  [sqlStates.readOnly]: { ...CANNOT, reason: "noRight" },
  "55006": { ...CANNOT, reason: "locked" },
  // Others are in the way, or it takes too long.
  [sqlStates.lockNotAvailable]: { reason: "locked" },
  [sqlStates.queryCanceled]: { ...CANNOT, reason: "slow" },
  [sqlStates.serializationFailure]: { ...CANNOT, reason: "locked", mayRunAgain: true },
  [sqlStates.deadlockDetected]: { ...CANNOT, reason: "locked", mayRunAgain: true },
  // Rows of a client that passed our checks because others wrote at the same time.
  [sqlStates.foreignKeyViolation]: {
    problem: { code: FieldCode.INVALID_ID, message: "What this id names has just been deleted. Choose another." },
  },
  [sqlStates.checkViolation]: {
    problem: { code: FieldCode.INVALID_VALUE, message: "The value is outside of what can be stored. Send another." },
  },
  [sqlStates.notNullViolation]: { problem: { code: FieldCode.NOT_NULL, message: "Send a value." } },
  [sqlStates.stringDataRightTruncation]: {
    problem: { code: FieldCode.TOO_LONG, message: "A text is longer than can be stored. Send a shorter one." },
  },
};
const NONE: Meaning = {};

/** The one table of what a SQLSTATE means. */
export const meaningOf = (state: string): Meaning => MEANINGS[state] ?? MEANINGS[state.slice(0, 2)] ?? NONE;
