import type { JOIN_READS } from "./expectations.js";

export interface RequestsConfig {
  /** How many requests wait in a lane at most. */
  readonly mostWaiting: number;
  /** How long a read waits for its turn at the database while its network stands in line without a break. */
  readonly waitMs: number;
  /** How many bytes the answers that PostgreSQL works on may have together at worst. */
  readonly mostBytes: number;
  /** Which reads share a statement. */
  readonly joinReads: (typeof JOIN_READS)[number];
}
