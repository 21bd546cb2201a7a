import type { LinksConfig } from "./LinksConfig.js";

export interface AccountsConfig {
  /** How many days a session lives on after its last use. */
  readonly sessionDays: number;
  /** The base-2 logarithm of bcrypt's rounds. */
  readonly bcryptCost: number;
  /** The most drawings that an account may have. */
  readonly drawings: number;
  /** The most stories that an account may have. */
  readonly stories: number;
  readonly links: LinksConfig;
}
