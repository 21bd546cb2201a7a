import { setImmediate as turn } from "node:timers/promises";
import type { Answer, TestApi } from "./TestApi.js";

/** What the service needs, so that few reads take all places, and that is seen when others wait. */
export const FEW_PLACES = { JOIN_READS: "auto", DATABASE_POOL_SIZE: "2", METRICS_PORT: "0" };
const SLOTS = 2;
let fillers = 0;
/** Of a shape of its own each time: one that was held would count as slow, and get no second place. */
const filler = () => `{ tutorialCategories { filler${++fillers}: name } }`;

/** Asks all of these while the places of reads are taken, and lets go when all of them wait. Hands back the statements that they took, too. */
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

/** The same, but whoever asked lets go. */
export async function sendTogether<T>(
  api: TestApi,
  asks: readonly (() => Promise<T>)[],
): Promise<{ going: Promise<T>[]; release: () => void }> {
  const release = api.hold();
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

/** How many reads wait. */
export async function waiting({ metrics }: TestApi): Promise<number> {
  return Number(/^novadraw_reads_waiting (\d+)$/m.exec((await metrics?.text())?.text ?? "")?.[1]);
}
