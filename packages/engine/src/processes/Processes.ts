import cluster, { type Worker } from "node:cluster";
import type { ServiceLog } from "../ServiceLog.js";
import { SIGN } from "./signs.js";

export interface ProcessesSettings {
  /** How many run. */
  readonly count: number;
  /** How long a process may give no sign of life once it has given one. */
  readonly stuckMs: number;
  /** How long the first pause is before a process is started again. Each time it ends soon, the next pause is twice as long. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** A process that has lived so long did not end soon. */
  readonly soonMs: number;
  /** How long they have to end after the signal. */
  readonly stopMs: number;
}

/** One of the processes, also after it was started again. */
interface Seat {
  worker: Worker | undefined;
  startedAt: number;
  /** When it gave its last sign of life; undefined until the first. */
  heardAt: number | undefined;
  pauseMs: number;
  timer: NodeJS.Timeout | undefined;
}

/** How often their signs of life are checked: ten times within what they may take. */
const LOOKS = 10;

/**
 * Several processes of the service, which listen on one port together: this process accepts the connections, and distributes them. A
 * process that ends or is stuck is started again. Only when none has ever listened do all end, so that the operator sees that the service
 * cannot start.
 */
export class Processes {
  private readonly seats: Seat[] = [];
  private hasListened = false;
  private isStopping = false;
  private heardAt = performance.now();
  private lookedAt = performance.now();
  private code = 0;
  private noteEnd: (code: number) => void = () => undefined;

  /** @param program the file that each of them runs, with the arguments of this process. */
  constructor(
    program: string,
    private readonly settings: ProcessesSettings,
    private readonly log: ServiceLog,
  ) {
    cluster.setupPrimary({ exec: program });
  }

  /** Whether any of them has given a sign of life lately. */
  get isAlive(): boolean {
    return performance.now() - this.heardAt <= this.settings.stuckMs;
  }

  /** Starts them, and resolves when all have ended: with 0 after a stop, with 1 when they cannot start. */
  run(): Promise<number> {
    const { count, pauseMs, stuckMs } = this.settings;
    for (let index = 0; index < count; index++) {
      const seat: Seat = { worker: undefined, startedAt: 0, heardAt: undefined, pauseMs, timer: undefined };
      this.seats.push(seat);
      this.start(seat);
    }
    setInterval(() => this.look(), stuckMs / LOOKS).unref();
    return new Promise((resolve) => {
      this.noteEnd = resolve;
    });
  }

  /** Ends all of them: each lets its requests finish. A process that has not ended in time is killed. */
  stop(code = 0): void {
    if (this.isStopping) return;
    this.isStopping = true;
    this.code = code;
    for (const { worker, timer } of this.seats) {
      clearTimeout(timer);
      worker?.process.kill("SIGTERM");
    }
    setTimeout(() => this.killAll(), this.settings.stopMs).unref();
    this.endWithTheLast();
  }

  private start(seat: Seat): void {
    const worker = cluster.fork();
    Object.assign(seat, { worker, startedAt: performance.now(), heardAt: undefined });
    worker.on("listening", () => {
      this.hasListened = true;
    });
    worker.on("message", (message: unknown) => {
      if (message === SIGN) this.heardAt = seat.heardAt = performance.now();
    });
    // A process that could not even be started exits as well.
    worker.on("error", () => undefined);
    worker.once("exit", (code, signal) => this.noteExit(seat, code, signal));
  }

  private noteExit(seat: Seat, code: number | null, signal: string | null): void {
    const process = seat.worker?.process.pid;
    seat.worker = undefined;
    if (this.isStopping) this.endWithTheLast();
    else if (this.hasListened) this.startAgain(seat, { process, code, signal });
    else {
      this.log.error({ process, code, signal }, "The service cannot start");
      this.stop(1);
    }
  }

  private startAgain(seat: Seat, ended: object): void {
    const { pauseMs, longestPauseMs, soonMs } = this.settings;
    const isSoon = performance.now() - seat.startedAt < soonMs;
    if (!isSoon) seat.pauseMs = pauseMs;
    this.log.warn({ ...ended, pauseMs: seat.pauseMs }, "A process has ended, and is started again");
    seat.timer = setTimeout(() => this.start(seat), seat.pauseMs);
    seat.pauseMs = Math.min(2 * seat.pauseMs, longestPauseMs);
  }

  /** Kills the processes that are stuck. Their end starts them again. */
  private look(): void {
    const now = performance.now();
    // When the machine slept, so did this process, and the others' signs of life are not read yet.
    const hasSlept = now - this.lookedAt > this.settings.stuckMs / 2;
    this.lookedAt = now;
    for (const seat of this.seats) {
      const { worker, heardAt } = seat;
      if (hasSlept && heardAt !== undefined) this.heardAt = seat.heardAt = now;
      if (hasSlept || !worker || heardAt === undefined || now - heardAt <= this.settings.stuckMs) continue;
      this.log.error({ process: worker.process.pid }, "A process gives no sign of life, and is killed");
      worker.process.kill("SIGKILL");
    }
  }

  private killAll(): void {
    for (const { worker } of this.seats) worker?.process.kill("SIGKILL");
  }

  private endWithTheLast(): void {
    if (this.seats.every(({ worker }) => worker === undefined)) this.noteEnd(this.code);
  }
}
