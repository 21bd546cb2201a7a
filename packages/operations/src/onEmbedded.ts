import type { DatabaseConfig } from "../../../src/config.js";

/** What an operator has to know who believes that a setting names another database. */
export const onEmbedded = ({ directory }: DatabaseConfig): string =>
  `DATABASE_URL is not set: this works on the embedded database in ${directory}.`;
