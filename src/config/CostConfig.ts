export interface CostConfig {
  /** How many rows one operation may read at most. */
  readonly maxRows: number;
  /** How many bytes one answer may have at most. */
  readonly maxAnswerBytes: number;
  /** How many rows a viewer, or an address without one, may read at once. */
  readonly budgetRows: number;
  /** How many of these come back each second. */
  readonly budgetRowsPerSecond: number;
  /** How many processes serve, on all machines: each counts its share of the budgets. */
  readonly processes: number;
}
