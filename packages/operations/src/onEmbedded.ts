import type { OperatorsSettings } from "./OperatorsSettings.js";

/** A note for operators: the command ran on the embedded database, not on a server. */
export const onEmbedded = ({ directory }: OperatorsSettings): string =>
  `DATABASE_URL is not set: this works on the embedded database in ${directory}.`;
