import type { PGlite } from "@electric-sql/pglite";
import { type DatabaseSettings, type DescribedDataSource, type Log, makeDataSource } from "#engine/database";
import { history } from "../migrations/history.js";
import { entities } from "./entities/entities.js";

const TABLES = { applicationName: "novadraw-api", entities, migrations: history };

/** The database of this product: its tables and their history. It connects only when it is initialized. */
export const createDataSource = (settings: DatabaseSettings, log: Log, running?: PGlite): DescribedDataSource =>
  makeDataSource(TABLES, settings, log, running);
