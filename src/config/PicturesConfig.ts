/** The settings of the pictures that the service keeps. */
export interface PicturesConfig {
  /** The folder of their files. */
  readonly directory: string;
  /** The most that an account may have. */
  readonly mostOfAccount: number;
}
