import type { MigrationInterface } from "typeorm";

/** The name of a migration, as the database records it. */
export const nameOf = (migration: MigrationInterface): string => migration.name ?? migration.constructor.name;
