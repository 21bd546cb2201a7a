import { accessSync, constants, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FolderError } from "./FolderError.js";

/** The PostgreSQL that PGlite is. A folder of another major version cannot be read by it. */
const MAJOR = "18";
/**
 * Files that every folder of a database has. If one is missing, the server would end with a stack, or begin a new database over the old.
 */
const PARTS = ["PG_VERSION", "global/pg_control", "base", "pg_wal"];

/**
 * Makes the folder of the embedded database, or checks it before the server starts. Returns a function to call once the server is ready.
 * An unfinished folder is emptied: no client has used it. @throws FolderError, or the error of the file system
 */
export function prepareFolder(folder: string): () => void {
  const marker = `${folder}.making`;
  mkdirSync(folder, { recursive: true });
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  const isCutOff = statSync(marker, { throwIfNoEntry: false }) !== undefined;
  const files = readdirSync(folder);
  if (isCutOff) for (const file of files) rmSync(join(folder, file), { recursive: true });
  if (!isCutOff && files.length > 0) refuseUnusable(folder);
  else writeFileSync(marker, "");
  return () => rmSync(marker, { force: true });
}

function refuseUnusable(folder: string): void {
  const sizeOf = (part: string) => statSync(join(folder, part), { throwIfNoEntry: false })?.size ?? 0;
  const missing = PARTS.filter((part) => sizeOf(part) === 0);
  if (missing.length > 0)
    throw new FolderError(
      `The folder ${folder} holds files, but no whole database: ${missing.join(", ")} is missing. ${WHAT_TO_DO}`,
    );
  const version = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (version !== MAJOR)
    throw new FolderError(
      `The folder ${folder} is of PostgreSQL ${/^[\d.]+$/.test(version) ? version : "(unknown)"}, and the embedded server is ${MAJOR}. Dump it with the release that made it, or delete the folder to begin anew, or set DATABASE_DIR to another folder.`,
    );
}

export const WHAT_TO_DO =
  "Nothing was changed. Restore the folder from a backup, delete it to begin anew, or set DATABASE_DIR to another folder.";
