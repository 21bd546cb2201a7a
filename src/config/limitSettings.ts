import { availableParallelism } from "node:os";
import type { ApiSettings } from "#engine";
import { amount, milliseconds, oneOf, text, wholeNumber } from "./kinds.js";
import type { Values } from "./Setting.js";

const JOIN_READS = ["auto", "always", "never"] as const;

export const costSettings = {
  OPERATIONS_MANIFEST: text({
    default: "",
    example: "persisted-documents.json",
    says: `A file of the operations that alone may run, as the client preset of GraphQL Code Generator writes it:
      persisted-documents.json. The playground and introspection are off then. npm run operations -- check FILE says whether they
      fit, and what each costs.`,
  }),
  MAX_ROWS: amount({
    default: 50_000,
    says: `What one operation may cost at most: rows that it could read, and bytes that it could answer, where a long text counts
      as a tenth of the longest that it may be. PostgreSQL counts what the texts really have, stops there, and refuses a longer
      answer.`,
  }),
  MAX_ANSWER_BYTES: amount({ default: 6_500_000 }),
  BUDGET_ROWS: amount({
    default: 200_000,
    says: `What a viewer, or a network without a session, may use at once, and how much of that comes back each second, in rows. An
      operation uses ten for each millisecond that PostgreSQL has worked on it, never more than it could read, and 100 for each
      mutation.`,
  }),
  BUDGET_ROWS_PER_SECOND: amount({ default: 5_000 }),
  PROCESSES: wholeNumber({
    default: undefined,
    example: "1",
    mayBe: "is a whole number from 1 to 9999, of all machines together, so at least WEB_CONCURRENCY",
    says: `How many processes serve, on all machines together. Each counts by itself, and has its share of the budgets. Without it
      as many as WEB_CONCURRENCY says.`,
  }),
};

export const gateSettings = {
  MAX_CONNECTIONS: amount({
    default: 10_000,
    says: `How many connections of a process are open at most, in all and from one address (an IPv6 /64 counts as one); more are
      closed as they come. The connections of proxies that TRUST_PROXY names are limited in all alone.`,
  }),
  MAX_CONNECTIONS_PER_ADDRESS: amount({ default: 2_000 }),
  MAX_REQUESTS_IN_FLIGHT: wholeNumber({
    default: 500,
    says: `How many requests wait at most in each of the gate's lanes: reads, writes, look-ups. When one is full, the last of those
      goes whose network has most of them, with 503. Of a network whose reads have waited for two seconds without a break, a fifth
      waits at most, and more are refused before their body is read.`,
  }),
  REQUEST_WAIT_MS: milliseconds({
    default: 250,
    says: `How many milliseconds a read waits for its turn at the database while its network has waited for two seconds without a
      break; before that two seconds. Then it is refused with 503.`,
  }),
  MAX_BYTES_IN_FLIGHT: amount({
    default: 64_000_000,
    says: `How many bytes the answers may have together at worst that PostgreSQL works on at once for one process. What does not fit
      waits, and what is longer by itself is refused.`,
  }),
  JOIN_READS: oneOf(JOIN_READS, {
    default: "auto",
    mayBe: `is one of ${JOIN_READS.join(", ")}`,
    says: `Which reads share a statement with others of the same shape: auto joins those that wait, never none; always prints each
      in the joined form, even without company, which is for tests.`,
  }),
};

/** @param processes on this machine. */
export const costOf = (given: Values<typeof costSettings>, processes: number): ApiSettings["cost"] => ({
  maxRows: given.MAX_ROWS,
  maxAnswerBytes: given.MAX_ANSWER_BYTES,
  budgetRows: given.BUDGET_ROWS,
  budgetRowsPerSecond: given.BUDGET_ROWS_PER_SECOND,
  processes: given.PROCESSES ?? processes,
});

/**
 * A process hashes on half of its threads, and on its part of half of the processors.
 * @param processes on this machine.
 */
export const requestsOf = (
  given: Values<typeof gateSettings>,
  threads: number,
  processes: number,
): ApiSettings["requests"] => ({
  mostWaiting: given.MAX_REQUESTS_IN_FLIGHT,
  waitMs: given.REQUEST_WAIT_MS,
  mostBytes: given.MAX_BYTES_IN_FLIGHT,
  joinReads: given.JOIN_READS,
  hashes: Math.max(1, Math.floor(Math.min(threads, availableParallelism() / processes) / 2)),
});
