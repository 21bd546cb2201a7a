import { KnownError } from "./KnownError.js";

/** The message lists every setting that cannot be used, without its value, which may be a secret. */
export class ConfigError extends KnownError {}
