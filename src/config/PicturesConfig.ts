/** The settings of the pictures that the service keeps. */
export interface PicturesConfig {
  /** Where their files are. */
  readonly store: FolderConfig | BucketConfig;
  /** The most that an account may have. */
  readonly mostOfAccount: number;
}

export interface FolderConfig {
  readonly directory: string;
}

/** A bucket behind the API of S3. */
export interface BucketConfig {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
