import type { DataSource } from "typeorm";
import type { ApiSettings } from "../ApiSettings.js";
import { Connections } from "../database/Connections.js";
import { makeSimilar } from "../database/makeDataSource.js";
import { statementRunner } from "../database/statementRunner.js";
import { Gate } from "../gate/Gate.js";
import type { SentStatement } from "../gate/joinedStatement.js";
import type { SendRead } from "../gate/ReadLane.js";
import type { Turn } from "../gate/Turn.js";
import type { Row } from "../gate/WaitingRead.js";
import type { ServiceLog } from "../ServiceLog.js";
import { lookAt } from "./lookAt.js";
import { PrimaryPositions } from "./PrimaryPositions.js";
import { Replica } from "./Replica.js";
import { ReplicaHealth } from "./ReplicaHealth.js";

const POSITION = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text";
/** How long the primary may take to tell where its log is. */
const LOOK_MS = 3_000;

export interface ReplicasParts {
  readonly settings: Pick<ApiSettings, "database" | "requests">;
  /** The primary. */
  readonly database: DataSource;
  readonly gate: Gate;
  readonly send: SendRead;
  readonly log: ServiceLog;
  /** Measures what a way to run statements does. */
  readonly measured: (run: (statement: SentStatement, turn: Turn) => Promise<readonly Row[]>) => SendRead;
}

/** The replicas of the settings, each with connections and a gate of its own. None while their bound is 0: then versions are raised alone. */
export function buildReplicas({ settings, database, gate, send, log, measured }: ReplicasParts): readonly Replica[] {
  const { replicas, ...own } = settings.database;
  if (!replicas || replicas.maxLagMs === 0) return [];
  const positions = new PrimaryPositions(async () => Number((await lookAt({ gate, send }, POSITION, LOOK_MS))[0]));
  const { joinReads, ...limits } = settings.requests;
  return replicas.urls.map((url, index) => {
    const replica = makeSimilar(database, { ...own, url }, log);
    const connections = Connections.of(replica);
    const ask = measured(statementRunner(replica, own.isPreparing));
    const parts = { send: ask, roundTripMs: () => connections.roundTripMs };
    const reads = new Gate({ ...limits, join: joinReads, connections: connections.most, polledTogether: 1 }, parts);
    const health = new ReplicaHealth(String(index + 1), replicas.maxLagMs, log);
    return new Replica({ database: replica, send: ask, gate: reads, health }, positions);
  });
}
