/** Until when work is waited for, by whom, and why no longer. One is made a request, at the socket; all that waits or runs for it asks it. */
export interface Deadline {
  /** By performance.now(). */
  readonly until: number;
  /** Why nobody waits any more: the time is over, or the client has hung up. Undefined while somebody does. */
  why(): unknown;
  /** Who is served in turns with others. */
  caller(): Caller;
}

/** Where work comes from. */
export interface Caller {
  readonly network: string;
  /** The hash of the token that came along, good or not. */
  readonly tokenHash?: Buffer;
}
