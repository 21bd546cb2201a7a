import "reflect-metadata";
import { fileURLToPath } from "node:url";
import { createApi, createLog, endOnUncaught, runProcesses } from "#engine";
import { KnownError } from "#engine/database";
import { DEVELOPMENT_DEFAULTS, environment, readConfig } from "./config.js";
import { createDataSource } from "./createDataSource.js";
import { novadraw } from "./novadraw.js";
import { playgroundTabs } from "./playgroundTabs.js";
import { warnOfSettings } from "./warnOfSettings.js";

// Serves; with --demo it prepares the demo first, and with --dev the pages of this machine may call the API. A line says what ends the
// process.
try {
  await serve();
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

async function serve(): Promise<void> {
  if (process.argv.includes("--demo")) {
    const { DEMO_DEFAULTS, runDemo } = await import("../examples/demo/runDemo.js");
    return runDemo(readConfig(environment(DEMO_DEFAULTS)));
  }
  const config = readConfig(environment(process.argv.includes("--dev") ? DEVELOPMENT_DEFAULTS : {}));
  const log = createLog(config.logLevel);
  endOnUncaught(log);
  const exitCode = await runProcesses(fileURLToPath(import.meta.url), config, log);
  if (exitCode !== undefined) process.exit(exitCode);
  if (config.database.url === undefined)
    log.warn(
      `DATABASE_URL is not set: the embedded database in ${config.database.directory} serves. It is for first steps and tests only.`,
    );
  warnOfSettings(config, log);
  const api = await createApi({
    ...novadraw(config),
    settings: config,
    database: createDataSource(config.database, log),
    log,
    playground: { tabs: playgroundTabs() },
  });
  await api.serve();
}

/** Prints no error as a whole, because a database error holds rows in its properties. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return "An unknown failure ended the process.";
  return error instanceof KnownError ? error.message : String(error.stack);
}
