import { setTimeout as wait } from "node:timers/promises";

const TIMEOUT_MS = 30_000;

/** Waits until our server has its database: it listens before. */
export async function untilReady(port) {
  for (const until = Date.now() + TIMEOUT_MS; ; await wait(50)) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    if (answer.ok) return;
    if (Date.now() > until) throw new Error(await answer.text());
  }
}
