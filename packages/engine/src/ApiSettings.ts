import type { DatabaseSettings } from "./database/DatabaseSettings.js";
import type { JoinReads } from "./gate/Joining.js";

/** What a service lets its operator choose. The app reads it, from the environment or from where it likes. */
export interface ApiSettings {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  /** How many processes listen on it here. */
  readonly processes: number;
  /** A second port for /healthz, answered by a thread of its own. Absent when there is none. */
  readonly healthPort?: number;
  /** The port that Prometheus reads. Absent when nothing is measured. */
  readonly metricsPort?: number;
  readonly hasPlayground: boolean;
  readonly hasIntrospection: boolean;
  /** The origins whose pages may call the API; all others may not. `:*` stands for any port of a loopback host. */
  readonly corsOrigins: readonly string[];
  /** Whether long answers are compressed for clients that accept it. */
  readonly isCompressing: boolean;
  /** Whether clients may have their session in a cookie. */
  readonly hasSessionCookies: boolean;
  /** Statements that take longer are logged; 0 logs none. */
  readonly slowStatementMs: number;
  /** The addresses and networks of the proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];
  /** The names that the service is known by, besides local ones; absent where any is taken. */
  readonly allowedHosts?: readonly string[];
  /** How many connections are open at most, and how many from one network. */
  readonly connections: { readonly most: number; readonly mostOfNetwork: number };
  readonly requests: RequestSettings;
  readonly live: LiveSettings;
  readonly cost: CostSettings;
  /** The file of the operations that alone may run; absent where any may. */
  readonly operationsManifest?: string;
  /** The hosts that image URLs may name; any, when there is none. */
  readonly imageHosts: readonly string[];
  readonly database: DatabaseSettings;
}

export interface CostSettings {
  /** How many rows one operation may read at most. */
  readonly maxRows: number;
  /** How many bytes one answer may have at most. */
  readonly maxAnswerBytes: number;
  /** How many rows a viewer, or an address without one, may read at once. */
  readonly budgetRows: number;
  /** How many rows come back each second. */
  readonly budgetRowsPerSecond: number;
  /** How many processes serve, on all machines: each counts its share of the budgets. */
  readonly processes: number;
}

export interface RequestSettings {
  /** How many requests wait in a lane at most. */
  readonly mostWaiting: number;
  /** How long a read waits for its turn at the database while its network stands in line without a break. */
  readonly waitMs: number;
  /** How many bytes the answers that PostgreSQL works on may have together at worst. */
  readonly mostBytes: number;
  /** Which reads share a statement. */
  readonly joinReads: JoinReads;
  /** How many passwords are hashed at once: half of Node's threads, and its part of half of the processors, at most. */
  readonly hashes: number;
}

export interface LiveSettings {
  /** Whether subscriptions are answered at all. */
  readonly isOn: boolean;
  /** How often it is looked whether anything has changed. */
  readonly intervalMs: number;
  /** How many streams this process has at most. */
  readonly streams: number;
  readonly streamsOfViewer: number;
  /** How old a stream gets before its client has to come back. */
  readonly maxMs: number;
  /** After how long without a change or a request nobody looks any more; 0 where it is always looked. */
  readonly sleepAfterMs: number;
  /** How often it is looked all the same; 0 for never. */
  readonly wakeEveryMs: number;
  /** How many polls share a statement at most. */
  readonly polledTogether: number;
}
