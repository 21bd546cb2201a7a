import type { BoundField } from "./BoundField.js";
import type { Entity, Model } from "./Model.js";
import type { Expression, Output } from "./plan.js";

/** What all steps of one planning share. */
export interface Planning {
  readonly model: Model;
  readonly hasToken: boolean;
  /** A table alias that is not taken yet. */
  readonly alias: () => string;
  /** The alias of the row that holds the patterns of what is searched for, once for each parameter. */
  readonly search: (asked: Expression, isByStem: boolean) => string;
  /** Whether viewers who see all may not search this list, so that the search must not run for them. */
  readonly isOfMany: (list: BoundField) => boolean;
  /** Plans the fields of a row. A connection has rows and a row has connections; this is where the two meet. */
  readonly fields: (entity: Entity, alias: string, fields: readonly BoundField[]) => readonly Output[];
}
