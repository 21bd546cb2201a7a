/**
 * The door of the engine: what an app's main and its commands call. entities.ts and features.ts have the words in which an app's entities
 * and features are written, database.ts what tools of the database need. An app uses nothing else of the engine.
 */
export type { ApiSettings } from "./ApiSettings.js";
export type { Api } from "./api/Api.js";
export type { ApiDefinition } from "./api/ApiDefinition.js";
export { createApi } from "./api/createApi.js";
export { describeApi } from "./api/describeApi.js";
export { defaultSettings } from "./defaultSettings.js";
export { checkText } from "./documents/checkManifest.js";
export { readManifest } from "./documents/readManifest.js";
export { createLog } from "./http/createLog.js";
export { endOnUncaught } from "./http/endOnUncaught.js";
export { runProcesses } from "./processes/runProcesses.js";
