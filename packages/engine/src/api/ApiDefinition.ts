import type { AccessPolicy } from "../compiler/AccessPolicy.js";
import type { Constraints } from "../database/refusedWrite.js";
import type { Engine, Features } from "./Features.js";

/** What an API is, whatever database, settings and machine it runs with. */
export interface ApiDefinition {
  /** Begins the names of its cookie, its header and its metrics. */
  readonly name: string;
  /** What its playground is headed by. */
  readonly title: string;
  /** Who may read which rows. */
  readonly access: AccessPolicy;
  /** What PostgreSQL's constraints mean to a client, by their names. */
  readonly constraints: Constraints;
  /** Makes the resolvers and their services. Called once. */
  readonly features: (engine: Engine) => Features;
}
