import { type BoundField, responseKeysBelowRoot } from "./BoundField.js";
import { comparisonsOf } from "./comparisonsOf.js";
import { connectionNode, type Entity, type Model } from "./Model.js";
import type { FieldRead } from "./Read.js";

/** A field's argument that searches texts of more than one account for a viewer who sees all. */
export interface SearchOfMany {
  /** The index of the root among the reads. */
  readonly root: number;
  readonly field: BoundField;
  /** The way to the value, as problems of fields tell it. */
  readonly path: readonly string[];
}

/**
 * The searches in texts that would look through the rows of several accounts for a viewer who sees all. Under an owned row, all owned
 * rows belong to the same account, unless the path leads over rows that everyone may read. A list is of one account, too, where its
 * filter names the owner.
 */
export function searchesOfMany(model: Model, reads: readonly FieldRead[]): readonly SearchOfMany[] {
  const found: SearchOfMany[] = [];
  for (const [root, { field, read }] of reads.entries()) visit(root, field, read.kind !== "page" && read.kind !== "all");
  return found;

  /** @param isOfOne whether what belongs to somebody and stands over the field, or is its row, is of one account. */
  function visit(root: number, field: BoundField, isOfOne: boolean): void {
    const { definition, path } = field.selected;
    const rows = model.entities.get(connectionNode(definition?.type) ?? "");
    const narrowed = isOfOne || (rows !== undefined && namesOwner(field, rows));
    if (rows && isOwned(rows) && !narrowed)
      for (const name of namesOf(field, "search"))
        found.push({ root, field, path: [...responseKeysBelowRoot(path), "filter", name] });
    for (const [type, fields] of field.under) {
      const entity = model.entities.get(type);
      for (const one of fields) visit(root, one, narrowed && (entity === undefined || isOwned(entity)));
    }
  }
}

const isOwned = ({ rule }: Entity): boolean => "ownedBy" in rule;

/** The fields of its filter that hold a value and compare by this operator, with a property where one is named. */
function namesOf({ selected: { definition }, page }: BoundField, operator: string, property?: string): readonly string[] {
  const comparisons = definition && comparisonsOf(definition);
  return Object.keys(page?.filter ?? {}).filter((name) => {
    const comparison = comparisons?.get(name);
    return comparison?.operator === operator && (property === undefined || comparison.property === property);
  });
}

const namesOwner = (field: BoundField, { rule }: Entity): boolean =>
  "ownedBy" in rule && namesOf(field, "=", rule.ownedBy).length > 0;
