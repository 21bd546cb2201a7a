import type { ApiSettings } from "./ApiSettings.js";

/** The settings of a service without any: on this machine alone, with an embedded database in memory. */
export const defaultSettings: ApiSettings = {
  isProduction: false,
  host: "127.0.0.1",
  port: 8000,
  processes: 1,
  hasPlayground: true,
  hasIntrospection: true,
  corsOrigins: [],
  isCompressing: true,
  hasSessionCookies: false,
  slowStatementMs: 1_000,
  trustProxy: [],
  connections: { most: 10_000, mostOfNetwork: 2_000 },
  requests: { mostWaiting: 500, waitMs: 250, mostBytes: 64_000_000, joinReads: "auto", hashes: 1 },
  live: {
    isOn: true,
    intervalMs: 2_000,
    streams: 1_000,
    streamsOfViewer: 5,
    maxMs: 3_600_000,
    sleepAfterMs: 60_000,
    wakeEveryMs: 0,
    polledTogether: 16,
  },
  cost: { maxRows: 50_000, maxAnswerBytes: 6_500_000, budgetRows: 200_000, budgetRowsPerSecond: 5_000, processes: 1 },
  imageHosts: [],
  database: {
    directory: "memory://",
    poolSize: 10,
    timeouts: { statementMs: 5_000, lockMs: 2_000 },
    isSqlEchoed: false,
    isPreparing: true,
  },
};
