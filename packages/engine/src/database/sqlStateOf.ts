import { databaseErrorOf } from "./databaseErrorOf.js";

/** PostgreSQL's code of an error, or an empty text. */
export const sqlStateOf = (error: unknown): string => databaseErrorOf(error).code ?? "";
