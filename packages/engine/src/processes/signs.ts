/** What a process says each second, so that the one above it knows that it is not stuck. */
export const SIGN = "alive";

const SIGN_MS = 1_000;

/** Gives signs of life to the process above, for as long as there is one. */
export function giveSigns(): void {
  const give = () => {
    // It may have ended a moment ago.
    if (process.connected) process.send?.(SIGN, undefined, undefined, () => undefined);
  };
  give();
  setInterval(give, SIGN_MS).unref();
}
