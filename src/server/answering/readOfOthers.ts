import type { BoundField } from "../../compiler/BoundField.js";
import type { Model } from "../../compiler/Model.js";
import type { FieldRead } from "../../compiler/Read.js";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * What the reads of a viewer who sees all could show of others, or undefined when it is nothing. From a row that belongs to somebody, all
 * that belongs to somebody is the same account's, unless the way leads over rows that everyone may read: the drawings of a tutorial are
 * anyone's.
 */
export function readOfOthers(
  model: Model,
  reads: readonly FieldRead[],
): { readonly ids: readonly string[]; readonly hasLists: boolean } | undefined {
  const named = reads.filter(({ field, read }) => read.kind === "row" && mayShowOwned(model, field));
  const lists = reads.filter(({ field, read }) => {
    if (read.kind === "viewer" || read.kind === "row") return leadsToAnyone(model, field);
    return mayShowOwned(model, field);
  });
  if (named.length === 0 && lists.length === 0) return undefined;
  const values = [...named, ...lists].flatMap(({ field, read }) => [
    ...Object.values(read.kind === "row" ? read.by : {}),
    ...sentIn(field),
  ]);
  return { ids: [...new Set(values.flatMap(uuidsIn))], hasLists: lists.length > 0 };
}

/** Whether the field, or one under it, reads rows that belong to somebody and that whoever sees all may see. */
function mayShowOwned(model: Model, field: BoundField): boolean {
  return (
    [...field.under.keys()].some((type) => isOwned(model, type)) || below(field).some((under) => mayShowOwned(model, under))
  );
}

/** Whether a field under this one reads, over a row that everyone may read, rows that belong to somebody. */
function leadsToAnyone(model: Model, field: BoundField, isOverPublic = false): boolean {
  return [...field.under].some(([type, fields]) => {
    if (isOverPublic && isOwned(model, type)) return true;
    const isPublic = model.entities.has(type) ? !isOwned(model, type) : isOverPublic;
    return fields.some((under) => leadsToAnyone(model, under, isPublic));
  });
}

function isOwned(model: Model, type: string): boolean {
  const rule = model.entities.get(type)?.rule;
  return rule !== undefined && "ownedBy" in rule && !rule.isPrivate;
}

const below = ({ under }: BoundField): readonly BoundField[] => [...under.values()].flat();

/** All that was sent to the field and to those under it. */
const sentIn = (field: BoundField): readonly unknown[] => [...Object.values(field.arguments), ...below(field).flatMap(sentIn)];

/** The ids in a value, also in the lists and fields of a filter. */
function uuidsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return UUID.test(value) ? [value.toLowerCase()] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(uuidsIn) : [];
}
