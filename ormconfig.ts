import "reflect-metadata";
import { readConfig } from "./src/config.js";
import { createDataSource } from "./src/database/createDataSource.js";

/** The data source for TypeORM's command line: `typeorm migration:run -d dist/ormconfig.js`. */
export default createDataSource(readConfig().database, console);
