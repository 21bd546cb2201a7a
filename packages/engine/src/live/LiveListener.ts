/** What operators see of live queries. */
export interface LiveListener {
  /** An event was sent. */
  readonly noteEvent?: () => void;
  /** A stream was passed over because its client has not read its last event. */
  readonly noteConflated?: () => void;
  /** A query has failed for a reason that is none of its client's. */
  readonly noteFailure?: (error: unknown) => void;
  /** It was looked for changes. @param isGated whether there was none, so that nothing was asked. */
  readonly noteRound?: (ms: number, isGated: boolean) => void;
}
