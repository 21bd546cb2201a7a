import type { BoundField } from "../compiler/BoundField.js";
import type { Model } from "../compiler/Model.js";
import type { FieldRead, Read, RowRead, RowsRead } from "../compiler/Read.js";
import type { SelectedField } from "../compiler/selectFields.js";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * What the reads of a viewer who sees all could show of others, or undefined when it is nothing. Under an owned row, all owned rows
 * belong to the same account, unless the path leads over rows that everyone may read: the reviews of a book have any owner.
 */
export function adminReadOf(
  model: Model,
  reads: readonly FieldRead[],
): { readonly ids: readonly string[]; readonly hasLists: boolean } | undefined {
  const named = reads.filter(({ field, read }) => isNamed(read) && factsOf(model, field.selected).showsOwned);
  const lists = reads.filter(({ field, read }) => {
    const { showsOwned, reachesAnyone } = factsOf(model, field.selected);
    return read.kind === "viewer" || isNamed(read) ? reachesAnyone : showsOwned;
  });
  if (named.length === 0 && lists.length === 0) return undefined;
  const ids = [...named, ...lists].flatMap(({ field, read }) => [
    ...uuidsIn(isNamed(read) ? read.by : {}),
    ...idsSentTo(field),
  ]);
  return { ids: [...new Set(ids)], hasLists: lists.length > 0 };
}

const isNamed = (read: Read): read is RowRead | RowsRead => read.kind === "row" || read.kind === "rows";

/** What is the same for a field in every request. It goes when its operation does. */
const known = new WeakMap<SelectedField, { readonly showsOwned: boolean; readonly reachesAnyone: boolean }>();

function factsOf(model: Model, field: SelectedField) {
  const facts = known.get(field) ?? {
    showsOwned: mayShowOwned(model, field),
    reachesAnyone: leadsToAnyone(model, field),
  };
  known.set(field, facts);
  return facts;
}

/** Whether the field, or one under it, reads owned rows that a viewer who sees all may see. */
function mayShowOwned(model: Model, { under }: SelectedField): boolean {
  return [...under].some(([type, fields]) => isOwned(model, type) || fields.some((field) => mayShowOwned(model, field)));
}

/** Whether a field under this one reads owned rows through a row that everyone may read. */
function leadsToAnyone(model: Model, { under }: SelectedField, isOverPublic = false): boolean {
  return [...under].some(([type, fields]) => {
    if (isOverPublic && isOwned(model, type)) return true;
    const isPublic = model.entities.has(type) ? !isOwned(model, type) : isOverPublic;
    return fields.some((field) => leadsToAnyone(model, field, isPublic));
  });
}

function isOwned(model: Model, type: string): boolean {
  const rule = model.entities.get(type)?.rule;
  return rule !== undefined && "ownedBy" in rule && !rule.isPrivate;
}

/** The ids that were sent to the field and to the fields under it. Below a field that takes no variable they are always the same. */
function idsSentTo(field: BoundField): readonly string[] {
  const { isFixed } = field.selected;
  const known = isFixed ? fixedIds.get(field) : undefined;
  if (known) return known;
  const ids = [...uuidsIn(field.arguments), ...[...field.under.values()].flat().flatMap(idsSentTo)];
  if (isFixed) fixedIds.set(field, ids);
  return ids;
}

const fixedIds = new WeakMap<BoundField, readonly string[]>();

/** The ids in a value, also in the lists and fields of a filter. */
function uuidsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return UUID.test(value) ? [value.toLowerCase()] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(uuidsIn) : [];
}
