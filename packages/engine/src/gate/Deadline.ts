/**
 * Until when a client waits for work, who it is, and why it waits no longer. The socket makes one for each request; all work that waits
 * or runs for it asks it.
 */
export interface Deadline {
  /** By performance.now(). */
  readonly until: number;
  /** Why the client waits no longer: the time is over, or it has hung up. Undefined while it waits. */
  why(): unknown;
  /** The viewer or network that takes turns with others. */
  caller(): Caller;
}

/** Where work comes from. */
export interface Caller {
  readonly network: string;
  /** The viewer, where the token is known to be good. An unknown token is no viewer: inventing tokens would give a turn for each. */
  readonly viewer?: string | undefined;
}
