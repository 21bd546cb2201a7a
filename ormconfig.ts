import "reflect-metadata";
import { forTypeOrm } from "#operations";
import { readConfig } from "./src/config.js";
import { createDataSource } from "./src/createDataSource.js";

const { database, isProduction } = readConfig();

/**
 * The data source for TypeORM's command line: `typeorm migration:run -d dist/ormconfig.js`. It has no timeouts, because building
 * an index takes longer than a request may.
 */
export default forTypeOrm(createDataSource({ ...database, timeouts: undefined }, console), isProduction);
