/** The settings of what the service does for the rights of the children. */
export interface PrivacyConfig {
  /** The secret that signs receipts and hides accounts in the ledger of erasures. Absent where the service makes its own. */
  readonly key?: string;
  /** The file of the secret that the service makes. Absent in production, where it makes none. */
  readonly keyFile?: string;
  /** The address of this service in the addresses that it hands out. Absent where the request's own is used. */
  readonly publicUrl?: string;
  /** The file that remembers erasures outside of the database. Absent when there is none. */
  readonly journal?: string;
  /** Whether an erasure looks for traces in every text, list and JSON of the database. */
  readonly isSearchDeep: boolean;
  /** How many days an erasure waits, in which signing in takes it back. */
  readonly graceDays: number;
  /** Whether guardians' consents are recorded, and whether children need one. */
  readonly consent: { readonly isRecorded: boolean; readonly requiredUnderAge?: number };
  /** How many days it is kept that an admin looked at what is a child's. */
  readonly adminReadDays: number;
  /** The folder of the receipts of erasures that nobody waits for. Absent where none is kept. */
  readonly receipts?: string;
}
