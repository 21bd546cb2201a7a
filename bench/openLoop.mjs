import { Pool } from "undici";

/** So many connections, as so many clients would have; more requests than these wait in the generator, and their wait counts. */
const CONNECTIONS = 1_000;
/** Beyond this the generator itself would be the patient. */
const MAX_OPEN = 20_000;
const TICK_MS = 5;

/**
 * Sends requests at a rate, whatever the answers do, for some seconds. Answers one entry a request, with times from the moment at which
 * it was due: { atMs, ms, status, retryAfter } or { atMs, ms, failure }; how many were not sent; the processor seconds that it took.
 */
export async function openLoop(port, requests, { rate, seconds }) {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS, connect: { timeout: 60_000 } });
  const outcomes = [];
  let open = 0;
  let unsent = 0;
  const started = performance.now();
  const cpu = process.cpuUsage();
  const send = async (request, dueAt) => {
    if (open >= MAX_OPEN) {
      unsent++;
      return;
    }
    open++;
    const outcome = await pool.request(request).then(
      async ({ statusCode, headers, body }) => {
        await body.dump();
        return { status: statusCode, retryAfter: headers["retry-after"] };
      },
      (error) => ({ failure: error.code ?? error.name }),
    );
    open--;
    outcomes.push({ atMs: dueAt - started, ms: performance.now() - dueAt, ...outcome });
  };
  const sending = [];
  let sent = 0;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsed = performance.now() - started;
      const due = Math.floor((Math.min(elapsed, seconds * 1000) / 1000) * rate);
      for (; sent < due; sent++) sending.push(send(requests[sent % requests.length], started + (sent / rate) * 1000));
      if (elapsed < seconds * 1000) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  await Promise.all(sending);
  await pool.destroy();
  const { user, system } = process.cpuUsage(cpu);
  return { outcomes, unsent, busy: (user + system) / 1e6 };
}

/** Sends the next request as soon as one is answered, from so many connections, for some seconds; the same entries. */
export async function closedLoop(port, requests, { connections, seconds }) {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections });
  const outcomes = [];
  const started = performance.now();
  let next = 0;
  const client = async () => {
    while (performance.now() - started < seconds * 1000) {
      const sentAt = performance.now();
      const { statusCode, body } = await pool.request(requests[next++ % requests.length]);
      await body.dump();
      outcomes.push({ atMs: sentAt - started, ms: performance.now() - sentAt, status: statusCode });
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
  return { outcomes, unsent: 0 };
}

export const succeeded = ({ outcomes }) => outcomes.filter(({ status }) => status === 200);

/** The time that so large a share of the entries took at most. */
export function percentile(entries, share) {
  const times = entries.map(({ ms }) => ms).toSorted((one, other) => one - other);
  return times.length === 0 ? Number.NaN : times[Math.min(times.length - 1, Math.floor(times.length * share))];
}
