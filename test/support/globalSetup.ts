import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dumpTemplate, migrateTemplate, TEST_DATABASE_URL } from "./template.js";

/** Where Node finds @jest/globals for the test files that it imports itself. */
const GLOBALS = "dist/node_modules/@jest/globals";

export default async function globalSetup(): Promise<void> {
  await mkdir(GLOBALS, { recursive: true });
  await copyFile("test/support/jest/globals.mjs", `${GLOBALS}/index.js`);
  await writeFile(`${GLOBALS}/package.json`, JSON.stringify({ type: "module", exports: "./index.js" }));
  process.env.NOVADRAW_TEMPLATE = await (TEST_DATABASE_URL ? migrateTemplate() : dumpTemplate());
}
