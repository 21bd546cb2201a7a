import type { BoundField } from "../compiler/BoundField.js";
import { type Cost, costOf, type Estimate } from "../compiler/costOf.js";
import type { Model } from "../compiler/Model.js";
import type { ClientError } from "../errors.js";
import type { RequestContext } from "../request/RequestContext.js";
import type { Budget } from "./Budget.js";
import { refusalOf } from "./refusalOf.js";

/** What a field of a mutation costs besides its reads, in rows: it writes, and may hash a password. */
const ROWS_OF_WRITE = 100;

/** The most that an operation with these root fields can take, and what of that its writes weigh, in rows. */
export function costOfOperation(model: Model, roots: readonly BoundField[], isMutation: boolean): OperationCost {
  const cost = costOf(model, roots);
  if (!isMutation) return { cost, writes: 0 };
  const writes = ROWS_OF_WRITE * roots.length;
  return { cost: { ...cost, rows: cost.rows + writes, ownRows: cost.ownRows + writes }, writes };
}

interface OperationCost {
  readonly cost: Estimate;
  readonly writes: number;
}

/** An operation that was let in. */
export interface Admitted extends OperationCost {
  /** The bucket that it has taken from, and how much. */
  readonly payer: string;
  readonly taken: number;
}

/** Says what an operation costs, refuses one that costs too much before it runs, and counts what it has used. */
export class CostControl {
  constructor(
    private readonly model: Model,
    readonly limit: Cost,
    private readonly budget: Budget,
  ) {}

  /**
   * The cost of these root fields.
   * @throws ClientError QUERY_TOO_COMPLEX above the limit of one operation; RATE_LIMITED without anything left of the budget.
   */
  admit(roots: readonly BoundField[], isMutation: boolean, context: RequestContext): Admitted {
    const sound = soundOf(roots);
    const operation = costOfOperation(this.model, sound, isMutation);
    const seesAll = maySeeAll(context);
    const refusal = refusalOf(this.model, sound, { ...operation, seesAll }, this.limit);
    if (refusal) throw refusal;
    const payer = context.viewer?.id ?? networkBucket(context, isMutation);
    const taken = this.budget.begin(payer, Math.max(1, rowsFor(operation.cost, seesAll)));
    return { ...operation, payer, taken };
  }

  /** Counts what an operation has used. Once its viewer is known, it counts for the viewer and no longer for the network. */
  settle({ payer, taken }: Admitted, context: RequestContext, used: number): void {
    const viewer = context.viewer?.id ?? payer;
    this.budget.end(payer, taken, viewer === payer ? used : 0);
    if (viewer !== payer) this.budget.end(viewer, 0, used);
  }

  /** Why these root fields are too dear for this viewer to be asked again and again; undefined where they are not. */
  refusalOfLive(roots: readonly BoundField[], { viewer }: RequestContext, mostRows: number): ClientError | undefined {
    const sound = soundOf(roots);
    const operation = costOfOperation(this.model, sound, false);
    const limit = { ...this.limit, rows: Math.min(mostRows, this.limit.rows) };
    return refusalOf(this.model, sound, { ...operation, seesAll: viewer?.seesAll === true }, limit);
  }

  /** Who pays for the polls of a stream: its viewer, or without one the network. */
  payerOf(context: RequestContext): string {
    return context.viewer?.id ?? networkBucket(context, false);
  }

  /** Begins a poll that could use so many rows. @returns what it has taken, or undefined where nothing is left of the budget. */
  beginPoll(payer: string, rows: number): number | undefined {
    try {
      return this.budget.begin(payer, rows);
    } catch {
      return undefined;
    }
  }

  /** Ends a poll that has taken so many rows, and has used so many. */
  endPoll(payer: string, taken: number, used: number): void {
    this.budget.end(payer, taken, used);
  }

  /** The most rows that a query of these root fields can read for this viewer. */
  rowsOf(roots: readonly BoundField[], context: RequestContext): number {
    return this.rowsFor(context, costOfOperation(this.model, soundOf(roots), false).cost);
  }

  /** The most rows that it can read for this viewer. */
  rowsFor(context: RequestContext, cost: Estimate): number {
    return rowsFor(cost, maySeeAll(context));
  }
}

/** Whose token is not known yet may be an admin's. */
const maySeeAll = ({ credentials, viewer }: RequestContext): boolean =>
  credentials.kind === "token" && viewer?.seesAll !== false;

/** Wrong arguments have an error of their own, and the field does not run. */
const soundOf = (roots: readonly BoundField[]): readonly BoundField[] =>
  roots.some(({ problems }) => problems.length > 0) ? roots.filter(({ problems }) => problems.length === 0) : roots;

const rowsFor = (cost: Estimate, seesAll: boolean): number => (seesAll ? cost.rows : cost.ownRows);

/** Sign-ins are counted apart, so that reads without a session do not keep others of the same network from signing in. */
const networkBucket = (context: RequestContext, isMutation: boolean): string =>
  `${isMutation ? "changes " : ""}${context.caller().network}`;
