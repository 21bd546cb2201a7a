import type { OperatorsSettings } from "./OperatorsSettings.js";

/** A note for operators who believe that a setting names another database. */
export const onEmbedded = ({ directory }: OperatorsSettings): string =>
  `DATABASE_URL is not set: this works on the embedded database in ${directory}.`;
