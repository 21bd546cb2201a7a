import "reflect-metadata";
import { ConfigError, environment, readConfig } from "./config.js";
import { FolderInUseError } from "./database/FolderLock.js";
import { DEMO_DEFAULTS, runDemo } from "./demo.js";
import { Service } from "./Service.js";
import { createLog } from "./server/http/createLog.js";

/** `node main.js` serves; `node main.js --demo` prepares the demo first. */
async function main(): Promise<void> {
  if (process.argv.includes("--demo")) return runDemo(readConfig(environment(DEMO_DEFAULTS)));
  const config = readConfig();
  const log = createLog(config.logLevel);
  if (config.database.url === undefined)
    log.warn(
      `DATABASE_URL is not set: the embedded database in ${config.database.directory} serves. It is for first steps and tests only.`,
    );
  const service = await Service.create(config, log);
  service.stopOnSignals();
  await service.listen();
  await service.connect();
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});

/** A database error has the rows that it was about as properties, so no error is printed whole. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return "An unknown failure ended the process.";
  if ("code" in error && error.code === "EADDRINUSE")
    return "The port is in use by another process. Stop that process, or set PORT to another port.";
  return error instanceof ConfigError || error instanceof FolderInUseError ? error.message : String(error.stack);
}
