/** The door: what operators do to a database, a function a verb. */

export { adopt } from "./adoption/adopt.js";
export { type Agreement, confirmLosses, isNobodys } from "./agreement.js";
export { check } from "./check.js";
export { forTypeOrm } from "./forTypeOrm.js";
export { generate } from "./generate.js";
export { lint } from "./lint.js";
export { DOUBTS, type Doubt, migrate } from "./migrate.js";
export { OperationError } from "./OperationError.js";
export type { OperatorsSettings } from "./OperatorsSettings.js";
export { onEmbedded } from "./onEmbedded.js";
export { openPatiently } from "./openPatiently.js";
export { ping } from "./ping.js";
export { plan } from "./plan.js";
export { psql } from "./psql.js";
export type { Progress, Report } from "./Report.js";
export { repair } from "./repair.js";
export { reset, seed } from "./reset.js";
export { planRevert, type RevertChoice, revert } from "./revert.js";
export { status } from "./status.js";
export { verify } from "./verify.js";
export { withDatabase } from "./withDatabase.js";
