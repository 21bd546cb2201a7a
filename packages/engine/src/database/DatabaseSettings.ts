/** How a database is reached, and the settings of its sessions. */
export interface DatabaseSettings {
  /** As it was given, with its password; absent for the embedded server. */
  readonly url?: string;
  /** The folder of the embedded server. */
  readonly directory: string;
  readonly poolSize: number;
  /** The servers that follow the database and answer reads. Absent where there are none. */
  readonly replicas?: {
    readonly urls: readonly string[];
    /** How late what others have written may be shown; 0 reads nothing there, and prepares for it. */
    readonly maxLagMs: number;
  };
  /** How long PostgreSQL works on a statement or waits for a lock. Absent for operators, whose work may take long. */
  readonly timeouts?: Timeouts;
  readonly isSqlEchoed: boolean;
  /** Whether statements are named, so that PostgreSQL prepares each once a connection. */
  readonly isPreparing: boolean;
}

export interface Timeouts {
  readonly statementMs: number;
  readonly lockMs: number;
}
