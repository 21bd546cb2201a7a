import { setImmediate as turn } from "node:timers/promises";
import type { Answer, TestApi } from "./TestApi.js";

/** What the service needs, so that few reads take all places, and that is seen when others wait. */
export const FEW_PLACES = { JOIN_READS: "auto", DATABASE_POOL_SIZE: "2", METRICS_PORT: "0" };
const FILLER = "{ tutorialCategories { filler: name } }";

/**
 * Asks all of these while the places of reads are taken, and lets go when all of them wait. Hands back their answers, and the statements that
 * they took.
 * @param different how many of them ask for something of their own: what is the same waits as one.
 */
export async function askTogether(
  api: TestApi,
  asks: readonly (() => Promise<Answer>)[],
  different = asks.length,
): Promise<{ answers: Answer[]; statements: TestApi["statements"] }> {
  const { going, release } = await sendTogether(api, asks, different);
  const before = api.statements.length;
  release();
  const answers = await Promise.all(going);
  return { answers, statements: api.statements.slice(before).filter(({ text }) => !text.includes("filler")) };
}

/** The same, but whoever asked lets go. */
export async function sendTogether<T>(
  api: TestApi,
  asks: readonly (() => Promise<T>)[],
  different = asks.length,
): Promise<{ going: Promise<T>[]; release: () => void }> {
  const open = api.hold();
  const fillers: Promise<Answer>[] = [];
  for (let isFull = false; !isFull; ) {
    fillers.push(api.ask(FILLER));
    while ((await waiting(api)) + api.held < fillers.length) await turn();
    isFull = (await waiting(api)) > 0;
  }
  const going = asks.map((ask) => ask());
  while ((await waiting(api)) < 1 + different) await turn();
  return { going, release: open };
}

/** How many different reads wait. */
export async function waiting({ metrics }: TestApi): Promise<number> {
  return Number(/^novadraw_reads_waiting (\d+)$/m.exec((await metrics?.text())?.text ?? "")?.[1]);
}
