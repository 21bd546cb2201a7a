import { type BoundField, fieldsUnder } from "../../compiler/BoundField.js";
import type { Model } from "../../compiler/Model.js";
import type { FieldRead } from "../../compiler/Read.js";
import type { SelectedField } from "../../compiler/selectFields.js";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What the reads of a viewer who sees all could show of others, or undefined when it is nothing. */
export function readOfOthers(
  model: Model,
  reads: readonly FieldRead[],
): { readonly ids: readonly string[]; readonly hasLists: boolean } | undefined {
  const showing = reads.filter(({ field, read }) =>
    // The viewer's own account is theirs; what is under it may lead on to others.
    read.kind === "viewer" ? fieldsUnder(field).some((under) => mayShowOthers(model, under)) : mayShowOthers(model, field),
  );
  if (showing.length === 0) return undefined;
  const named = showing.flatMap(({ field, read }) => [
    ...Object.values(read.kind === "row" ? read.by : {}),
    ...Object.values(field.arguments),
  ]);
  const ids = named.filter((value): value is string => typeof value === "string" && UUID.test(value));
  return { ids: [...new Set(ids)], hasLists: showing.some(({ read }) => read.kind !== "row") };
}

/** It is the same in every request. */
const known = new WeakMap<SelectedField, boolean>();

/** Whether the field, or one under it, reads rows that belong to somebody and that whoever sees all may see. */
function mayShowOthers(model: Model, { selected, under }: BoundField): boolean {
  const found =
    known.get(selected) ??
    (hasOwned(model, under.keys()) || [...under.values()].flat().some((field) => mayShowOthers(model, field)));
  known.set(selected, found);
  return found;
}

const hasOwned = (model: Model, types: Iterable<string>): boolean =>
  [...types].some((type) => {
    const rule = model.entities.get(type)?.rule;
    return rule !== undefined && "ownedBy" in rule && !rule.isPrivate;
  });
