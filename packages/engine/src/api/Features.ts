import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { adminReadOf } from "../answering/adminReadOf.js";
import type { Deadline } from "../gate/Deadline.js";
import type { Count } from "../metrics/Metrics.js";
import type { ServiceLog } from "../ServiceLog.js";
import type { Store } from "../writes/Store.js";

/** What the engine gives to the features of an API. */
export interface Engine extends Store {
  /** Runs work that hashes a password when its turn comes; at once for operators' commands. */
  readonly hash: <T>(work: () => Promise<T>, deadline?: Deadline) => Promise<T>;
  /** Has Prometheus read a number, where somebody measures. */
  readonly gauge: (name: string, help: string, read: () => number) => void;
  /** Has Prometheus read how often something happened, where somebody measures. @returns what counts it. */
  readonly count: <Label extends string>(name: string, help: string, labels: readonly Label[]) => Count<Label>;
  /** Has Prometheus read how long something took. @param buckets their upper bounds in seconds. @returns what takes the seconds. */
  readonly measure: (name: string, help: string, buckets: readonly number[]) => (seconds: number) => void;
  readonly log: ServiceLog;
}

/** What a viewer who sees all could have read of others, in one operation. */
export interface AdminRead extends NonNullable<ReturnType<typeof adminReadOf>> {
  readonly viewerId: string;
  readonly operation: string | undefined;
}

/** What an API does: its resolvers, and what the engine calls besides. */
export interface Features {
  /** One of each resolver class, with the services that it needs. */
  readonly resolvers: readonly object[];
  /** Notes that a session is in use, where the viewer's use_is_due says so. */
  readonly noteUse?: (tokenHash: Buffer, deadline: Deadline) => Promise<void>;
  /** Writes down what was seen. The answer waits for it, and is not given where it throws. */
  readonly noteAdminRead?: (read: AdminRead) => Promise<void>;
  /** Why the API must not serve, though its database could; undefined when it may. */
  readonly whyNotReady?: () => Promise<string | undefined>;
  /** Called with the text of each statement that reads, before it is sent. It has to be quick. */
  readonly noteRead?: (statement: string) => void;
  /** Begins what no request waits for: the database is connected. @param ownUrl where this machine reaches the API. */
  readonly begin?: (ownUrl: string) => Promise<unknown>;
  /** The requests that may take longer than others to arrive: those to paths that begin so. */
  readonly slowRequests?: { readonly path: string; readonly ms: number };
  /** Adds what is served besides GraphQL. */
  readonly routes?: (http: FastifyInstance, deadlineOf: DeadlineOf) => void;
  /** Finishes what was begun after an answer. The database is still there. */
  readonly finish?: () => Promise<unknown>;
  /** What programmers have to mend before it can serve, a sentence each. */
  readonly mistakes?: readonly string[];
}

/** A new deadline for what a request of a route begins. */
export type DeadlineOf = (request: FastifyRequest, reply: FastifyReply) => Deadline;
