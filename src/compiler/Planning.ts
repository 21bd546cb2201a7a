import type { Given } from "./Given.js";
import type { Model } from "./Model.js";

/** What all steps of one planning share. */
export interface Planning {
  readonly model: Model;
  /** What each slot was given; only its shape may be planned on, its values come as parameters. */
  readonly slots: readonly Given[];
  readonly hasToken: boolean;
  /** A table alias that is not taken yet. */
  readonly alias: () => string;
}
