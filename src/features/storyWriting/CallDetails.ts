/** What may be told of a call that failed: codes, and never a message, which may quote what was sent, or the key. */
export interface CallDetails {
  readonly status?: number;
  readonly code?: string;
  /** The provider's name for the call, for asking it. */
  readonly providerRequest?: string;
}
