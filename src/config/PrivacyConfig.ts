/** The settings of the features for the children's rights. */
export interface PrivacyConfig {
  /** The secret that signs receipts and hides accounts in the ledger of erasures. Absent where the service makes its own. */
  readonly key?: string;
  /** The file of the secret that the service makes. Absent in production, where it makes none. */
  readonly keyFile?: string;
  /** The address of this service in its links. Absent where the request's own is used. */
  readonly publicUrl?: string;
  /** The file that records erasures outside of the database. Absent when there is none. */
  readonly journal?: string;
  /** Whether an erasure looks for traces in every text, list and JSON of the database. */
  readonly isSearchDeep: boolean;
  /** How many days an erasure waits, in which signing in takes it back. */
  readonly graceDays: number;
  /** Whether guardians' consents are recorded, and whether children need one. */
  readonly consent: { readonly isRecorded: boolean; readonly requiredUnderAge?: number };
  /** How many days an admin's read of a child's rows stays noted. */
  readonly adminReadDays: number;
  /** The folder of the receipts of erasures without a waiting client. Absent where none is kept. */
  readonly receipts?: string;
}
