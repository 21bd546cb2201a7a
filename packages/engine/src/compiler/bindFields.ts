import type { BoundField } from "./BoundField.js";
import { bindArguments } from "./bindArguments.js";
import type { Model } from "./Model.js";
import type { SelectedField } from "./selectFields.js";

/** Fields without variables are bound once and are part of every request's tree. They go when their operation does. */
const fixed = new WeakMap<SelectedField, BoundField>();
/** The fields under one that takes variables, when none of them does. */
const fixedUnder = new WeakMap<SelectedField, Pick<BoundField, "under" | "problems">>();

/** Gives selected fields the values that the variables hold. Whatever cannot be used becomes a problem of its field. */
export function bindFields(
  model: Model,
  fields: readonly SelectedField[],
  variables: Readonly<Record<string, unknown>>,
): readonly BoundField[] {
  return fields.map((field) => bindField(model, field, variables));
}

function bindField(model: Model, selected: SelectedField, variables: Readonly<Record<string, unknown>>): BoundField {
  const known = selected.isFixed ? fixed.get(selected) : undefined;
  if (known) return known;
  const { arguments: values, page, problems } = bindArguments(model, selected, variables);
  const { under, problems: problemsUnder } = bindUnder(model, selected, variables);
  const all = problemsUnder.length === 0 ? problems : [...problems, ...problemsUnder];
  const bound: BoundField = { selected, arguments: values, page, under, problems: all };
  if (selected.isFixed) fixed.set(selected, bound);
  return bound;
}

function bindUnder(
  model: Model,
  selected: SelectedField,
  variables: Readonly<Record<string, unknown>>,
): Pick<BoundField, "under" | "problems"> {
  const known = selected.isFixedUnder ? fixedUnder.get(selected) : undefined;
  if (known) return known;
  const under = new Map<string, readonly BoundField[]>();
  for (const [type, fields] of selected.under) under.set(type, bindFields(model, fields, variables));
  const bound = { under, problems: [...under.values()].flatMap((fields) => fields.flatMap(({ problems }) => problems)) };
  if (selected.isFixedUnder) fixedUnder.set(selected, bound);
  return bound;
}
