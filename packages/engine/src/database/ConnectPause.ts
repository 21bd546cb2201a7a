import { meaningOf } from "./meaningOf.js";
import { sqlStateOf } from "./sqlStateOf.js";

const PAUSE_MS = 1_000;
/** The driver's own refusal of a server without TLS, and what OpenSSL says of a certificate. */
const TLS = /SSL|certificate|self.signed/i;

/**
 * Keeps a service whose sign-in at the server was refused from trying again with each request, which would keep the server busy. All
 * requests get the refusal, and one try a second finds out whether it still holds.
 */
export class ConnectPause {
  private refused: { readonly error: Error; readonly until: number } | undefined;

  /** The error to throw instead of trying now. */
  refusal(): Error | undefined {
    if (!this.refused) return undefined;
    const { error, until } = this.refused;
    if (performance.now() < until) return error;
    this.stand(error);
    return undefined;
  }

  noteSuccess(): void {
    this.refused = undefined;
  }

  /** Takes note of each failure to connect. A failure that may be over at the next try, as in a restart, has no pause. */
  noteFailure(error: Error): void {
    const { syscall } = error as NodeJS.ErrnoException;
    const isLasting = meaningOf(sqlStateOf(error)).isLasting === true || syscall === "getaddrinfo" || TLS.test(error.message);
    if (isLasting) this.stand(error);
  }

  private stand(error: Error): void {
    this.refused = { error, until: performance.now() + PAUSE_MS };
  }
}
