import "reflect-metadata";
import { quietLog } from "../../packages/engine/src/database/SqlLogger.js";
import { migrate } from "../../packages/operations/src/migrate.js";
import { createDataSource } from "../../src/createDataSource.js";
import { AddStars1899999999998 } from "./AddStars.js";

/** A process of its own that migrates, with a data migration after those of the history, so that it can be killed. */
const database = createDataSource(
  { url: String(process.env.DATABASE_URL), directory: "", poolSize: 2, isSqlEchoed: false, isPreparing: true },
  quietLog,
);
await database.initialize();
database.migrations.push(new AddStars1899999999998());
const { lines } = await migrate(database, (line) => console.log(line));
console.log(lines.join("\n"));
await database.destroy();
