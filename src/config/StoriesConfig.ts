/** The settings of the stories that the service writes. */
export interface StoriesConfig {
  /** How many an account may ask for in a day. */
  readonly mostADay: number;
  /** How many a process writes at once. */
  readonly concurrency: number;
}
