import { type DocumentNode, type OperationDefinitionNode, separateOperations, specifiedRules, validate } from "graphql";
import { costOfOperation } from "../answering/CostControl.js";
import { refusalOf } from "../answering/refusalOf.js";
import type { Cost } from "../compiler/costOf.js";
import type { Model } from "../compiler/Model.js";
import { costliestVariables } from "./costliestVariables.js";
import { limitRules } from "./limitRules.js";
import { MAX_LIVE_ROWS } from "./limits.js";
import { operationOf } from "./operationOf.js";

/** The result for one operation of a frontend: what it costs at most, or why it cannot run. */
export interface CheckedOperation {
  readonly name: string;
  readonly cost?: Cost;
  readonly problems: readonly string[];
}

/** Checks each operation of a document as the service would: against the schema, the limits, and what one may cost with its largest pages. */
export function checkOperations(model: Model, document: DocumentNode, limit: Cost): readonly CheckedOperation[] {
  return Object.values(separateOperations(document)).map((separate) => {
    const definition = separate.definitions.find(({ kind }) => kind === "OperationDefinition") as OperationDefinitionNode;
    const name = definition.name?.value ?? "(unnamed)";
    const errors = validate(model.schema, separate, [...specifiedRules, ...limitRules]);
    if (errors.length > 0) return { name, problems: errors.map(({ message }) => message) };
    const operation = operationOf(model, separate, definition);
    const most = operation.liveAs === undefined ? limit : { ...limit, rows: Math.min(limit.rows, MAX_LIVE_ROWS) };
    // Every field under @skip or @include is there in one of the two decisions.
    const checked = [true, false].map((decision) => {
      const { roots } = operation.bind(costliestVariables(model.schema, definition, decision));
      const cost = costOfOperation(model, roots, operation.isMutation);
      return { ...cost, refusal: refusalOf(model, roots, { ...cost, seesAll: true }, most) };
    });
    const problems = checked.flatMap(({ refusal }) => refusal?.message ?? []);
    const cost = {
      rows: Math.max(...checked.map((one) => one.cost.rows)),
      bytes: Math.ceil(Math.max(...checked.map((one) => one.cost.bytes))),
    };
    return { name, cost, problems: problems.slice(0, 1) };
  });
}
