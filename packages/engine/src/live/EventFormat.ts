import type { ByteText } from "../byteText.js";

/** How events are written for clients of one kind. */
export interface EventFormat {
  /** The type of the answer. */
  readonly type: string;
  /** What comes before all events. @param retryMs after how long a client that was cut off comes back. */
  readonly begin: (retryMs: number) => string;
  /** @param json a GraphQL response. @param id what the client may send when it comes back. */
  readonly event: (json: ByteText, id: string) => ByteText;
  /** What keeps a silent connection open. */
  readonly heartbeat: string;
  /** What says that nothing more comes. */
  readonly complete: string;
}
