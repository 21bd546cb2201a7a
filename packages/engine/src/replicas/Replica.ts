import type { DataSource } from "typeorm";
import { openDatabase } from "../database/openDatabase.js";
import { sqlStateOf } from "../database/sqlStateOf.js";
import type { Gate } from "../gate/Gate.js";
import type { SendRead } from "../gate/ReadLane.js";
import { lookAt } from "./lookAt.js";
import { NOT_TOLD } from "./notTold.js";
import type { PrimaryPositions } from "./PrimaryPositions.js";
import { LOOK_EVERY_MS, type ReplicaHealth } from "./ReplicaHealth.js";

/** After so long without a read that could go there nobody looks any more, so that a serverless database can sleep. */
const IDLE_MS = 10_000;
/** How long a look may take, and how long the first ones, since the server may have to wake. */
const LOOK_MS = 1_000;
const FIRST_LOOK_MS = 3_000;

const REPLAYED = "SELECT pg_is_in_recovery(), pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::text";
const STANDBY = "SELECT pg_is_in_recovery(), NULL::text";

export interface ReplicaParts {
  readonly database: DataSource;
  readonly send: SendRead;
  readonly gate: Gate;
  readonly health: ReplicaHealth;
}

/** A server that follows the primary, with connections, a gate and joined statements of its own. */
export class Replica {
  private wantedAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private isTelling = true;
  private isStopped = false;

  constructor(
    private readonly parts: ReplicaParts,
    private readonly positions: PrimaryPositions,
  ) {}

  get health(): ReplicaHealth {
    return this.parts.health;
  }

  get gate(): Gate {
    return this.parts.gate;
  }

  /** A read could go there: from now on its health is looked after. */
  want(): void {
    this.wantedAt = performance.now();
    if (this.timer || this.isStopped) return;
    this.timer = setTimeout(() => void this.lookOn(), 0).unref();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    if (this.parts.database.isInitialized) await this.parts.database.destroy();
  }

  private async lookOn(): Promise<void> {
    const started = performance.now();
    await this.look().catch(() => this.health.out("down"));
    this.timer = undefined;
    if (this.isStopped || performance.now() - this.wantedAt > IDLE_MS) return;
    this.timer = setTimeout(() => void this.lookOn(), Math.max(0, LOOK_EVERY_MS - (performance.now() - started))).unref();
  }

  /** @throws what keeps the replica, or the primary, from answering. */
  private async look(): Promise<void> {
    await openDatabase(this.parts.database);
    await this.positions.look();
    const ms = this.health.goodLooks === 0 ? FIRST_LOOK_MS : LOOK_MS;
    const [standby, replayed] = await lookAt(this.parts, this.isTelling ? REPLAYED : STANDBY, ms).catch((error: unknown) => {
      if (!NOT_TOLD.has(sqlStateOf(error))) throw error;
      this.isTelling = false;
      return lookAt(this.parts, STANDBY, ms);
    });
    const lagMs = typeof replayed === "string" ? this.positions.lagOf(Number(replayed)) : undefined;
    this.health.note({ isStandby: standby === true, lagMs });
  }
}
