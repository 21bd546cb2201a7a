import { outOfTime, overloaded } from "../../errors.js";
import type { Answer, OperationRequest } from "../answering/OperationRequest.js";
import type { Operations } from "../answering/Operations.js";
import { traced } from "../metrics/traced.js";

/** How long an operation may take. */
const DEADLINE_MS = 10_000;

/** Why an operation was not answered: too many were worked on, its read had no turn in time, or the whole took too long. */
export type Refusal = "full" | "wait" | "time";

export interface AdmissionLimits {
  /** How many queries, and how many mutations, are worked on at once. */
  readonly maxInFlight: number;
  readonly deadlineMs?: number;
}

/**
 * Bounds how many operations are worked on at once and how long each takes; more get UNAVAILABLE. Queries and mutations are counted
 * apart: mutations wait for password hashes and for locked rows, and reading goes on meanwhile. How many of the queries ask the database
 * at once, and how long the others wait for that, is the ReadQueue's concern.
 */
export class Admission {
  private readonly inFlight = { query: 0, mutation: 0 };

  constructor(
    private readonly operations: Pick<Operations, "answer">,
    private readonly limits: AdmissionLimits,
    private readonly noteRefusal: (reason: Refusal) => void = () => undefined,
  ) {}

  get isFull(): boolean {
    return this.inFlight.query >= this.limits.maxInFlight;
  }

  /** Whether so many queries are worked on that whatever comes now is refused before it is read. */
  refusesMore(): boolean {
    if (this.isFull) this.noteRefusal("full");
    return this.isFull;
  }

  /** Answers an operation, unless too many are worked on. Being refused is an answer too. */
  answer(request: OperationRequest): Promise<Answer> {
    const { isMutation, name } = request.operation;
    const kind = isMutation ? "mutation" : "query";
    const attributes = () => ({
      "graphql.operation.type": kind,
      ...(name !== undefined && { "graphql.operation.name": name }),
    });
    return traced(kind, attributes, () => this.inTime(kind, request));
  }

  private inTime(kind: "query" | "mutation", request: OperationRequest): Promise<Answer> {
    if (this.inFlight[kind] >= this.limits.maxInFlight) return Promise.resolve(this.refusal(overloaded(), "full"));
    this.inFlight[kind]++;
    return new Promise((resolve, reject) => {
      let isOver = false;
      const end = () => {
        clearTimeout(timer);
        if (!isOver) this.inFlight[kind]--;
        isOver = true;
      };
      const timer = setTimeout(() => {
        end();
        resolve(this.refusal(outOfTime(), "time"));
        request.context.giveUp();
      }, this.limits.deadlineMs ?? DEADLINE_MS);
      this.operations.answer(request).finally(end).then(resolve, reject);
    });
  }

  private refusal(error: unknown, reason: Refusal): Answer {
    this.noteRefusal(reason);
    return { failures: [{ error }] };
  }
}
