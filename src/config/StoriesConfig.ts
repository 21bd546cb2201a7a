/** The settings of the stories that the service writes. */
export interface StoriesConfig {
  /** How many an account may ask for in a day. */
  readonly mostADay: number;
  /** How many a process writes at once. */
  readonly concurrency: number;
  /** Absent where sentences by people are filled, and nothing is sent. */
  readonly provider?: StoryProviderConfig;
}

/** The service of others that writes the stories. */
export interface StoryProviderConfig {
  readonly url: string;
  readonly apiKey: string;
  readonly model: string;
  /** What all stories of a month may use together. */
  readonly tokensPerMonth: number;
}
