import { existsSync, readdirSync, readFileSync } from "node:fs";
import { OperationError } from "./OperationError.js";

const FOLDER = "migrations";
const HISTORY = `${FOLDER}/history.ts`;

/** The files of migrations that the history does not list, so that nothing would run them. None where there are no sources. */
export function unlistedMigrations(): string[] {
  if (!existsSync(HISTORY)) return [];
  const history = readFileSync(HISTORY, "utf8");
  return readdirSync(FOLDER)
    .filter((file) => /^\d{13}-[\w-]+\.ts$/.test(file) && !history.includes(`/${file.replace(/\.ts$/, ".js")}"`))
    .map((file) => `${FOLDER}/${file}`);
}

/** @throws OperationError when a file would be passed over. */
export function refuseUnlisted(): void {
  const files = unlistedMigrations();
  if (files.length > 0)
    throw new OperationError(
      `No list has ${files.join(", ")}, so it would never run. Add its class to ${HISTORY}, as npm run db -- generate does by itself. Nothing was done.`,
    );
}
