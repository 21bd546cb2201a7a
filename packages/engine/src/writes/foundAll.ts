import { notFoundAt } from "../errors.js";

/**
 * The ids that a change of many rows has named, each once. When some were not found, the change has to be undone.
 * @throws ClientError NOT_FOUND with the positions of the missing ones.
 */
export function foundAll(ids: readonly string[], found: readonly { readonly id: string }[], what: string): readonly string[] {
  const there = new Set(found.map(({ id }) => id));
  const missing = ids.flatMap((id, index) => (there.has(id) ? [] : [index]));
  if (missing.length > 0) throw notFoundAt(what, missing);
  return [...new Set(ids)];
}
