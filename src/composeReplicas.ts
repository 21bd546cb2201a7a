import type { FastifyBaseLogger } from "fastify";
import { Connections } from "../packages/engine/src/database/Connections.js";
import { statementRunner } from "../packages/engine/src/database/statementRunner.js";
import { Gate } from "../packages/engine/src/gate/Gate.js";
import type { SentStatement } from "../packages/engine/src/gate/joinedStatement.js";
import type { Row } from "../packages/engine/src/gate/Member.js";
import type { SendRead } from "../packages/engine/src/gate/ReadLane.js";
import type { Turn } from "../packages/engine/src/gate/Turn.js";
import { lookAt } from "../packages/engine/src/replicas/lookAt.js";
import { PrimaryPositions } from "../packages/engine/src/replicas/PrimaryPositions.js";
import { Replica } from "../packages/engine/src/replicas/Replica.js";
import { ReplicaHealth } from "../packages/engine/src/replicas/ReplicaHealth.js";
import type { Config } from "./config.js";
import { createDataSource } from "./createDataSource.js";

const POSITION = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text";
/** How long the primary may take to tell where its log is. */
const LOOK_MS = 3_000;

type RunStatement = (statement: SentStatement, turn: Turn) => Promise<readonly Row[]>;

export interface ReplicaServiceParts {
  readonly config: Config;
  readonly log: FastifyBaseLogger;
  readonly gate: Gate;
  readonly send: SendRead;
  /** Puts what reads are measured by around a way to send statements. */
  readonly measured: (run: RunStatement) => SendRead;
  readonly viewerOf: (tokenHash: Buffer) => string | undefined;
}

/** The replicas of the settings, each with connections and a gate of its own. None while their bound is 0: then versions are raised alone. */
export function composeReplicas({ config, log, gate, send, measured, viewerOf }: ReplicaServiceParts): readonly Replica[] {
  const { replicas } = config.database;
  if (!replicas || replicas.maxLagMs === 0) return [];
  const positions = new PrimaryPositions(async () => Number((await lookAt({ gate, send }, POSITION, LOOK_MS))[0]));
  const { joinReads, ...limits } = config.requests;
  return replicas.urls.map((url, index) => {
    const database = createDataSource({ ...config.database, url }, log);
    const connections = Connections.of(database);
    const own = measured(statementRunner(database, config.database.isPreparing));
    const settings = { ...limits, join: joinReads, connections: connections.most, hashes: 1 };
    const parts = { send: own, roundTripMs: () => connections.roundTripMs, viewerOf };
    const health = new ReplicaHealth(String(index + 1), replicas.maxLagMs, log);
    return new Replica({ database, send: own, gate: new Gate(settings, parts), health }, positions);
  });
}
