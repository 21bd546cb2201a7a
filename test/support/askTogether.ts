import { setImmediate as nextTurn } from "node:timers/promises";
import type { Answer, TestApi } from "./TestApi.js";
import { TEST_DATABASE_URL } from "./template.js";

/** What the service needs, so that few reads take all slots, and that is seen when others wait. */
export const FEW_PLACES = { JOIN_READS: "auto", DATABASE_POOL_SIZE: "2", METRICS_PORT: "0" };
const SLOTS = TEST_DATABASE_URL ? 2 : 1;
const PATIENCE_MS = 20_000;
let fillers = 0;
/** Of a shape of its own each time: one that was held would count as slow, and get no second slot. */
const filler = () => `{ tutorialCategories { filler${++fillers}: name } }`;

/** Asks all of these while the slots of reads are taken, and lets go when all of them wait. Returns the statements that they took, too. */
export async function askTogether(
  api: TestApi,
  asks: readonly (() => Promise<Answer>)[],
): Promise<{ answers: Answer[]; statements: TestApi["statements"] }> {
  const { going, release } = await sendTogether(api, asks);
  const before = api.statements.length;
  release();
  const answers = await Promise.all(going);
  return { answers, statements: api.statements.slice(before) };
}

/** The same, but the caller lets go. */
export async function sendTogether<T>(
  api: TestApi,
  asks: readonly (() => Promise<T>)[],
): Promise<{ going: Promise<T>[]; release: () => void }> {
  const release = api.hold();
  const turn = turns(release);
  while (api.held < SLOTS) {
    const before = api.held;
    if ((await waiting(api)) === 0) void api.ask(filler());
    while (api.held === before && (await waiting(api)) === 0) await turn();
    await turn();
  }
  const going = asks.map((ask) => ask());
  while ((await waiting(api)) < asks.length) await turn();
  return { going, release };
}

/** Turns of the event loop, until what is waited for has surely failed: a loop without an end would slow all later tests. */
function turns(release: () => void): () => Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  return async () => {
    if (performance.now() < until) return nextTurn();
    release();
    throw new Error("The reads that should wait did not.");
  };
}

/** How many reads wait. */
export async function waiting({ metrics }: TestApi): Promise<number> {
  return Number(/^novadraw_reads_waiting (\d+)$/m.exec((await metrics?.text())?.text ?? "")?.[1]);
}
