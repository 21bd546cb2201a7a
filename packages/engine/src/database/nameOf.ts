import type { MigrationInterface } from "typeorm";

/** The name of a migration, as the database remembers it. */
export const nameOf = (migration: MigrationInterface): string => migration.name ?? migration.constructor.name;
