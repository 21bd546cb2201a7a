import type { DataSource } from "typeorm";
import type { DatabaseSettings, Log } from "#engine/database";

/** Which database operators work on. */
export interface OperatorsSettings extends DatabaseSettings {
  /** The same database without a pooler, for migrations. Absent when `url` serves for both. */
  readonly unpooledUrl?: string;
}

/** Makes the data source of the app for these settings. */
export type MakeDatabase = (settings: DatabaseSettings, log: Log) => DataSource;
