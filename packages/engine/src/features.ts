/** The door for features: the parts of which resolvers, inputs and services are written. */

export type { DeadlineOf, Engine, Features } from "./api/Features.js";
export { operatorsEngine } from "./api/operatorsEngine.js";
export { type Read, readAll, readPage, readRow, readRows, readViewer } from "./compiler/Read.js";
export {
  badInput,
  ClientError,
  conflict,
  ErrorCode,
  FieldCode,
  idIsTaken,
  notFound,
  tokenMissing,
  tokenRefused,
  unavailable,
} from "./errors.js";
export type { Deadline } from "./gate/Deadline.js";
export { CharacterCount } from "./inputs/CharacterCount.js";
export { Distinct } from "./inputs/Distinct.js";
export { IdsAtOnce } from "./inputs/IdsAtOnce.js";
export { IfUpdatedAt } from "./inputs/IfUpdatedAt.js";
export { ListSize } from "./inputs/ListSize.js";
export { NotNull } from "./inputs/NotNull.js";
export { NumberRange } from "./inputs/NumberRange.js";
export { rule } from "./inputs/rule.js";
export { TotalCharacters } from "./inputs/TotalCharacters.js";
export { textRule } from "./inputs/textRule.js";
export { networkOf } from "./request/networkOf.js";
export type { Origin, RequestContext } from "./request/RequestContext.js";
export { type ServiceLog, silentLog } from "./ServiceLog.js";
export { changeRow } from "./writes/changeRow.js";
export { deleteRows } from "./writes/deleteRows.js";
export { foundAll } from "./writes/foundAll.js";
export { insertOnce } from "./writes/insertOnce.js";
export { insertRows } from "./writes/insertRows.js";
export { lockRow, type Seen } from "./writes/lockRow.js";
export { newId } from "./writes/newId.js";
export type { RunQuery, Store } from "./writes/Store.js";
export type { LookUp, Transact, Viewer, Writer } from "./writes/Writer.js";
export { withoutNulls } from "./writes/withoutNulls.js";
