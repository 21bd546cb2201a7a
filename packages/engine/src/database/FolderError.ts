import { KnownError } from "../KnownError.js";

/** The folder of the embedded database cannot be used. The message names it and says what to do. */
export class FolderError extends KnownError {}
