import "reflect-metadata";
import cluster from "node:cluster";
import { ConfigError } from "../packages/engine/src/ConfigError.js";
import { FolderError } from "../packages/engine/src/database/FolderError.js";
import { createLog } from "../packages/engine/src/http/createLog.js";
import { endOnUncaught } from "../packages/engine/src/http/endOnUncaught.js";
import { ListenError } from "../packages/engine/src/http/ListenError.js";
import { OperationError } from "../packages/operations/src/OperationError.js";
import { DEVELOPMENT_DEFAULTS, environment, readConfig } from "./config.js";
import { DEMO_DEFAULTS, runDemo } from "./demo.js";
import { runProcesses } from "./processes/runProcesses.js";
import { giveSigns } from "./processes/signs.js";
import { Service } from "./Service.js";

/** Serves; with --demo it prepares the demo first, and with --dev the pages of this machine may call the API. What ends the process is told in a line. */
export async function start(): Promise<void> {
  try {
    await serve();
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

async function serve(): Promise<void> {
  if (process.argv.includes("--demo")) return runDemo(readConfig(environment(DEMO_DEFAULTS)));
  const config = readConfig(environment(process.argv.includes("--dev") ? DEVELOPMENT_DEFAULTS : {}));
  const log = createLog(config.logLevel);
  endOnUncaught(log);
  if (cluster.isWorker) giveSigns();
  else if (config.processes > 1) process.exit(await runProcesses(config, log));
  if (config.database.url === undefined)
    log.warn(
      `DATABASE_URL is not set: the embedded database in ${config.database.directory} serves. It is for first steps and tests only.`,
    );
  const service = await Service.create(config, log);
  service.stopOnSignals();
  await service.listen();
  await service.connect();
}

/** Prints no error as a whole, because a database error holds rows in its properties. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return "An unknown failure ended the process.";
  const isExplained = [ConfigError, FolderError, ListenError, OperationError].some((kind) => error instanceof kind);
  return isExplained ? error.message : String(error.stack);
}
