/** The message of a process each second, which shows the primary that it is not stuck. */
export const SIGN = "alive";

const SIGN_MS = 1_000;

/** Gives signs of life to the primary process, while there is one. */
export function giveSigns(): void {
  const give = () => {
    // It may have ended a moment ago.
    if (process.connected) process.send?.(SIGN, undefined, undefined, () => undefined);
  };
  give();
  setInterval(give, SIGN_MS).unref();
}
