import type { BoundField } from "./BoundField.js";
import type { Entity, Model } from "./Model.js";
import type { Output } from "./plan.js";

/** What all steps of one planning share. */
export interface Planning {
  readonly model: Model;
  readonly hasToken: boolean;
  /** A table alias that is not taken yet. */
  readonly alias: () => string;
  /** Plans the fields of a row. A connection has rows and a row has connections; this is where the two meet. */
  readonly fields: (entity: Entity, alias: string, fields: readonly BoundField[]) => readonly Output[];
}
