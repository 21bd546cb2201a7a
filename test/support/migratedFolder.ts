import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { template } from "./template.js";

/** A folder with an embedded database that has been migrated: unpacked, where migrations would take seconds. Not with TEST_DATABASE_URL. */
export function migratedFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "novadraw-migrated-")), "pg");
  mkdirSync(folder, { mode: 0o700 });
  execFileSync("tar", ["--extract", "--file", template(), "--directory", folder], { stdio: ["ignore", "ignore", "pipe"] });
  return folder;
}
