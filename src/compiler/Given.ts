import type { PageRequest } from "./PageRequest.js";
import type { Read } from "./Read.js";

/** What a field was given in one request. Parameters take their values from here, by slot and path. */
export interface Given {
  readonly arguments: Readonly<Record<string, unknown>>;
  /** For a connection. */
  readonly page?: PageRequest;
  /** For a root field, once its resolver has said what it reads. */
  readonly read?: Read;
}
