import { readFileSync } from "node:fs";
import { parse } from "dotenv";

/** What .env in the working directory sets; nothing where there is none. */
export function readDotEnv(): Record<string, string> {
  try {
    return parse(readFileSync(".env"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
