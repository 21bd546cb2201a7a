import type { BoundField } from "../compiler/BoundField.js";
import { type Cost, costliestOf, costOf, type Estimate, repetitionsOf } from "../compiler/costOf.js";
import type { Model } from "../compiler/Model.js";
import { ClientError, ErrorCode, type TooCostly } from "../errors.js";

/**
 * QUERY_TOO_COMPLEX for an operation with these root fields when it costs more than the limit; nothing when it is within.
 * @param seesAll whether it could be asked by a viewer who sees all. @param writes the cost of its writes, in rows.
 */
export function refusalOf(
  model: Model,
  roots: readonly BoundField[],
  { cost, writes, seesAll }: { readonly cost: Estimate; readonly writes: number; readonly seesAll: boolean },
  limit: Cost,
): ClientError | undefined {
  const told: Cost = { rows: seesAll ? cost.rows : cost.ownRows, bytes: Math.ceil(cost.bytes) };
  const unit = (["rows", "bytes"] as const).find((one) => told[one] > limit[one]);
  if (unit === undefined) return undefined;
  const counted = unit === "rows" && !seesAll ? "ownRows" : unit;
  const left = limit[unit] - (unit === "rows" ? writes : 0);
  const way = costliestOf(model, roots, counted);
  const page = pageThatPasses(roots, way, (changed) => costOf(model, changed)[counted], left);
  return tooCostly(unit, sizesOn(way), { cost: told, limit, field: keysOf(way), ...(page && { page }) });
}

/** @param countedAs the sizes that were multiplied, in words. */
function tooCostly(unit: keyof Cost, countedAs: string, details: TooCostly): ClientError {
  const { cost, limit, field, page } = details;
  const help = page
    ? `Ask for ${page.field.join(".")} with pages of ${page.size} or fewer, or for fewer fields.`
    : "Ask for smaller pages or fewer fields, or split it.";
  return new ClientError(
    ErrorCode.QUERY_TOO_COMPLEX,
    `The operation could ${unit === "rows" ? "read" : "answer"} ${cost[unit]} ${unit}, and ${limit[unit]} are allowed. ` +
      `Most of it is ${field.join(".")}, counted as ${countedAs}. ${help}`,
    { tooCostly: details },
  );
}

/** The innermost list on the way of which a smaller page would do, and the largest page that does. */
function pageThatPasses(
  roots: readonly BoundField[],
  way: readonly BoundField[],
  amountOf: (roots: readonly BoundField[]) => number,
  limit: number,
): { readonly field: readonly string[]; readonly size: number } | undefined {
  for (let index = way.length - 1; index >= 0; index--) {
    if (!way[index]?.page) continue;
    // The cost grows by the same amount with each row of a page.
    const [one, two] = [1, 2].map((size) => amountOf(withSize(roots, way.slice(0, index + 1), size)));
    if (one === undefined || two === undefined || one > limit) continue;
    return { field: keysOf(way.slice(0, index + 1)), size: 1 + Math.floor((limit - one) / (two - one)) };
  }
  return undefined;
}

/** The same fields with another page size of the last field on the way. */
function withSize(
  fields: readonly BoundField[],
  [field, ...further]: readonly BoundField[],
  size: number,
): readonly BoundField[] {
  return fields.map((one) => {
    if (one !== field) return one;
    if (further.length === 0) return { ...one, ...(one.page && { page: { ...one.page, size } }) };
    return { ...one, under: new Map([...one.under].map(([type, under]) => [type, withSize(under, further, size)])) };
  });
}

/** The sizes that are multiplied on the way, as `100 authors × 100 books × 50 reviews`. */
function sizesOn(way: readonly BoundField[]): string {
  const sizes = way.flatMap((field) => {
    const size = field.page?.size ?? repetitionsOf(field, undefined);
    return field.page || size > 1 ? [`${size} ${field.selected.responseKey}`] : [];
  });
  return sizes.length === 0 ? "one row" : sizes.join(" × ");
}

const keysOf = (way: readonly BoundField[]): readonly string[] => way.map(({ selected }) => selected.responseKey);
