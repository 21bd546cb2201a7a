import type { BoundField } from "../../compiler/BoundField.js";
import { type Cost, costOf, dearestOf } from "../../compiler/costOf.js";
import type { Model } from "../../compiler/Model.js";
import { type ClientError, tooDear } from "../../errors.js";
import { networkOf } from "../../networkOf.js";
import { type RequestContext, tokenHashOf } from "../../RequestContext.js";
import type { Budget } from "./Budget.js";
import type { KnownViewers } from "./KnownViewers.js";

/** What a field of a mutation weighs besides what it reads, in rows: it writes, and a password is hashed. */
const ROWS_OF_WRITE = 100;

/** The most that an operation with these root fields can take. */
export function costOfOperation(model: Model, roots: readonly BoundField[], isMutation: boolean): Cost {
  const { rows, bytes } = costOf(model, roots);
  return { rows: rows + (isMutation ? ROWS_OF_WRITE * roots.length : 0), bytes };
}

/** QUERY_TOO_COMPLEX for what is above the limit; nothing for what is within. */
export function refusalOf(model: Model, roots: readonly BoundField[], cost: Cost, limit: Cost): ClientError | undefined {
  const unit = (["rows", "bytes"] as const).find((one) => cost[one] > limit[one]);
  return unit && tooDear(unit, cost, limit, dearestOf(model, roots, unit));
}

/** Says what an operation costs, and refuses what is too dear, before anything of it is carried out. */
export class CostControl {
  constructor(
    private readonly model: Model,
    readonly limit: Cost,
    private readonly budget: Budget,
    private readonly viewers: KnownViewers,
  ) {}

  /**
   * The cost of these root fields.
   * @throws ClientError QUERY_TOO_COMPLEX above the limit of one operation; RATE_LIMITED above what is left of the budget.
   */
  admit(roots: readonly BoundField[], isMutation: boolean, context: RequestContext): Cost {
    // What is wrong in its arguments is told as that, and is not carried out.
    const sound = roots.filter(({ problems }) => problems.length === 0);
    const cost = costOfOperation(this.model, sound, isMutation);
    const refusal = refusalOf(this.model, sound, cost, this.limit);
    if (refusal) throw refusal;
    this.budget.take(this.spenderOf(context), Math.max(1, cost.rows));
    return cost;
  }

  private spenderOf(context: RequestContext): string {
    const tokenHash = tokenHashOf(context);
    const viewer = tokenHash && this.viewers.of(tokenHash);
    return viewer ?? networkOf(context.origin().address);
  }
}
