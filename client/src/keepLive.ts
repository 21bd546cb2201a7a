import { errorsIn, secondsToWait } from "./errors.js";

/**
 * Opens a stream, and returns the function that closes it. It calls `ended` when the stream ends by itself: with the reason, where there is
 * one, and with whether the service has said that nothing more comes.
 */
export type OpenStream = (ended: (why?: unknown, isComplete?: boolean) => void) => () => void;

export interface KeepLiveOptions {
  /** After how many seconds a page that nobody sees closes its streams. 60 when absent. */
  readonly hiddenSeconds?: number;
  /** The page, where it is not the browser's document. */
  readonly page?: Pick<Document, "hidden" | "addEventListener" | "removeEventListener">;
}

/** When a stream that was cut off is opened again: not by all clients at once after a restart. */
const pause = () => 2 + 2 * Math.random();
/** The same where the account has too many streams, or has asked for much. */
const LIMITED_SECONDS = 30;
const WAITS: ReadonlySet<string> = new Set(["UNAVAILABLE", "RATE_LIMITED"]);

/**
 * Keeps a stream open while its page is seen. It is closed when nobody has seen the page for a minute, and opened when somebody does; and
 * opened again after it was cut off. What is refused for good, such as a session that has ended, is not asked for again.
 * @returns what ends it.
 */
export function keepLive(
  open: OpenStream,
  { hiddenSeconds = 60, page = globalThis.document }: KeepLiveOptions = {},
): () => void {
  let close: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  const after = (seconds: number, work: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(work, seconds * 1000);
  };
  const stop = () => {
    clearTimeout(timer);
    const closing = close;
    close = undefined;
    closing?.();
  };
  const start = () => {
    clearTimeout(timer);
    if (close || isOver || page?.hidden) return;
    let isOpen = true;
    const closing = open((why, isComplete = false) => {
      if (!isOpen) return;
      isOpen = false;
      close = undefined;
      const codes = errorsIn(why).map(({ extensions }) => extensions.code);
      isOver ||= codes.length === 0 ? isComplete : !codes.every((code) => WAITS.has(code));
      const seconds = secondsToWait(why) ?? (codes.includes("RATE_LIMITED") ? LIMITED_SECONDS : pause());
      if (!isOver) after(seconds, start);
    });
    if (isOpen)
      close = () => {
        isOpen = false;
        closing();
      };
  };
  const look = () => {
    if (page?.hidden) after(hiddenSeconds, stop);
    else start();
  };
  page?.addEventListener("visibilitychange", look);
  start();
  return () => {
    isOver = true;
    page?.removeEventListener("visibilitychange", look);
    stop();
  };
}
