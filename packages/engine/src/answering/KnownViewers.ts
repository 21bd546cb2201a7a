import { LRUCache } from "lru-cache";
import type { KnownViewer } from "../request/RequestContext.js";

const MAX_VIEWERS = 50_000;

/** The viewers of tokens that were good lately. Tokens are known by their hashes alone. */
export class KnownViewers {
  private readonly viewers = new LRUCache<string, KnownViewer>({ max: MAX_VIEWERS });

  note(tokenHash: Buffer, viewer: KnownViewer): void {
    const key = tokenHash.toString("latin1");
    const known = this.viewers.get(key);
    if (known?.id !== viewer.id || known.seesAll !== viewer.seesAll) this.viewers.set(key, viewer);
  }

  of(tokenHash: Buffer): KnownViewer | undefined {
    return this.viewers.get(tokenHash.toString("latin1"));
  }
}
