import type { Given } from "./Given.js";

/**
 * What of the given decides the text of a statement: which reads and bounds and filters are present, page sizes, orders, and
 * what computed fields are given. Two requests of one document with the same shape share a plan.
 */
export function shapeOf(slots: readonly Given[], hasToken: boolean): string {
  return JSON.stringify([hasToken, ...slots.map(shape)]);
}

function shape({ arguments: values, page, read }: Given): unknown {
  const reads = read && [read.kind, "by" in read ? Object.keys(read.by) : 0, "needs" in read ? read.needs : 0];
  if (page) {
    const { size, isFromEnd, after, before, orderBy, direction, filter } = page;
    return [reads, size, isFromEnd, after !== undefined, before !== undefined, orderBy, direction, ...Object.keys(filter)];
  }
  return reads ?? values;
}
