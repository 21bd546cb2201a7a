/** The settings of live queries. */
export interface LiveConfig {
  /** Whether subscriptions are answered at all. */
  readonly isOn: boolean;
  /** How often it is looked whether anything has changed. */
  readonly intervalMs: number;
  /** How many streams this process has at most. */
  readonly streams: number;
  readonly streamsOfViewer: number;
  /** How old a stream gets before its client has to come back. */
  readonly maxMs: number;
  /** After how long without a change or a request nobody looks any more; 0 where it is always looked. */
  readonly sleepAfterMs: number;
  /** How often it is looked all the same; 0 for never. */
  readonly wakeEveryMs: number;
  /** How many polls share a statement at most. */
  readonly polledTogether: number;
}
