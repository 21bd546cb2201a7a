import type { Given } from "./Given.js";
import type { Entity, Model } from "./Model.js";
import type { Output } from "./plan.js";
import type { SelectedField } from "./readSelection.js";

/** What all steps of one planning share. */
export interface Planning {
  readonly model: Model;
  /** What each slot was given; only its shape may be planned on, its values come as parameters. */
  readonly slots: readonly Given[];
  readonly hasToken: boolean;
  /** A table alias that is not taken yet. */
  readonly alias: () => string;
  /** Plans the fields of a row. A connection has rows and a row has connections; this is where the two meet. */
  readonly fields: (entity: Entity, alias: string, selected: readonly SelectedField[]) => readonly Output[];
}
