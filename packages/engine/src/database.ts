/** The door for tools: connections, for whatever works on a database without being the API, such as migrations. */

export { ConfigError } from "./ConfigError.js";
export { connectionSettings, isPooled } from "./database/connectionSettings.js";
export type { DatabaseSettings, Timeouts } from "./database/DatabaseSettings.js";
export { MEMORY } from "./database/embeddedDriver.js";
export { explainConnection, unknownAuthority } from "./database/explainConnection.js";
export { isLost } from "./database/failures.js";
export { LostOptionsError } from "./database/LostOptionsError.js";
export { type DescribedDataSource, makeDataSource, makeSimilar } from "./database/makeDataSource.js";
export { missingRights } from "./database/missingRights.js";
export { missingTriggers } from "./database/missingTriggers.js";
export { nameOf } from "./database/nameOf.js";
export { openDatabase } from "./database/openDatabase.js";
export { PREPARES_NOTHING, preparesNothing } from "./database/preparesNothing.js";
export { SettingError } from "./database/SettingError.js";
export { type Log, quietLog } from "./database/SqlLogger.js";
export { sqlStateOf } from "./database/sqlStateOf.js";
export { sqlStates } from "./database/sqlStates.js";
export { standardUrl } from "./database/standardUrl.js";
export { PLANNING, timeoutSettings } from "./database/startupOptions.js";
export { KnownError } from "./KnownError.js";
