/** What a deletion answers: the id of the row that is gone, or the ids of many; null where it failed. */
export type Removed = string | readonly string[] | null;

/** The ids of the rows that are gone, by what a deletion has answered. */
export function removedIds(answer: unknown): readonly string[] {
  if (typeof answer === "string") return [answer];
  return Array.isArray(answer) ? answer.filter((id) => typeof id === "string") : [];
}
