import type { DataSource } from "typeorm";
import { Connections } from "./Connections.js";

/** How many statements that read can run at once at most: there are connections for no more. */
export const mostReads = (database: DataSource): number => Connections.of(database).mostReads;
