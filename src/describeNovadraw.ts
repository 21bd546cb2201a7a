import { describeApi } from "#engine";
import { quietLog } from "#engine/database";
import { operatorsEngine } from "#engine/features";
import { access } from "./access.js";
import { type Config, readConfig } from "./config.js";
import { createDataSource } from "./createDataSource.js";
import { novadraw } from "./novadraw.js";

/** The schema of the API with the tables under it, and its mistakes. It connects to nothing. */
export async function describeNovadraw(config: Config = readConfig({})) {
  const database = createDataSource(config.database, quietLog);
  await database.describe();
  const api = novadraw(config);
  return describeApi(database, access, api.features(operatorsEngine(database, api)));
}
