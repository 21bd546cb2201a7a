import "reflect-metadata";
import { createDataSource } from "../../src/database/createDataSource.js";
import { migrate } from "../../src/database/operations/migrate.js";
import { quietLog } from "../../src/database/SqlLogger.js";
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
