import { outOfTime } from "../../errors.js";
import { formatError } from "../answering/formatError.js";
import type { Answer, OperationRequest } from "../answering/OperationRequest.js";
import type { Operations } from "../answering/Operations.js";
import { traced } from "../metrics/traced.js";
import { Line } from "./Line.js";

/** How long an operation may take. */
const DEADLINE_MS = 10_000;

/** Why an operation was not answered: no place in line, no turn in time, or the work itself took too long. */
export type Refusal = "full" | "wait" | "time";

export interface AdmissionLimits {
  /** How many queries, and how many mutations, are worked on or wait. */
  readonly maxInFlight: number;
  readonly queriesAtOnce: number;
  readonly waitMs: number;
  readonly deadlineMs?: number;
}

/**
 * Bounds how many operations are worked on at once and how long each waits and takes; more get UNAVAILABLE. Queries and mutations
 * are counted apart: mutations wait for password hashes and for locked rows, and reading goes on meanwhile.
 */
export class Admission {
  private readonly queries: Line;
  private readonly mutations: Line;
  private readonly deadlineMs: number;

  constructor(
    private readonly operations: Pick<Operations, "answer">,
    { maxInFlight, queriesAtOnce, waitMs, deadlineMs = DEADLINE_MS }: AdmissionLimits,
    private readonly noteRefusal: (reason: Refusal) => void = () => undefined,
  ) {
    const atOnce = Math.min(queriesAtOnce, maxInFlight);
    this.queries = new Line({ atOnce, waiting: maxInFlight - atOnce, waitMs });
    this.mutations = new Line({ atOnce: maxInFlight, waiting: 0, waitMs });
    this.deadlineMs = deadlineMs;
  }

  /** Whether so many queries wait that whatever comes now is refused before it is read. */
  refusesMore(): boolean {
    const { isFull } = this.queries;
    if (isFull) this.noteRefusal("full");
    return isFull;
  }

  /** Answers an operation when its turn comes. Being refused is an answer too. */
  answer(request: OperationRequest): Promise<Answer> {
    const { isMutation, name } = request.operation;
    const kind = isMutation ? "mutation" : "query";
    const attributes = { "graphql.operation.type": kind, ...(name !== undefined && { "graphql.operation.name": name }) };
    return traced(kind, attributes, () => this.inTurn(request));
  }

  private async inTurn(request: OperationRequest): Promise<Answer> {
    const line = request.operation.isMutation ? this.mutations : this.queries;
    let reason: Refusal = "full";
    try {
      const turn = line.enter(request.context);
      reason = "wait";
      if (turn) await turn;
    } catch (error) {
      return this.refusal(error, reason);
    }
    try {
      return await this.inTime(request);
    } finally {
      line.leave();
    }
  }

  private inTime(request: OperationRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        resolve(this.refusal(outOfTime(), "time"));
        request.context.giveUp();
      }, this.deadlineMs);
      this.operations
        .answer(request)
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }

  private refusal(error: unknown, reason: Refusal): Answer {
    this.noteRefusal(reason);
    return { errors: [formatError(error)], failures: [error] };
  }
}
