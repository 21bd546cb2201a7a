/**
 * localStorage, as far as the browser lets this page have it. A refused value is kept for the visit. Reading, writing and even asking for
 * it may throw.
 */
const kept = new Map<string, string | null>();

export const pageStorage = {
  getItem: (key: string): string | null => (kept.has(key) ? kept.get(key) : tried(() => localStorage.getItem(key))) ?? null,
  setItem: (key: string, value: string): void => {
    kept.delete(key);
    if (!tried(() => localStorage.setItem(key, value) ?? true)) kept.set(key, value);
  },
  removeItem: (key: string): void => {
    kept.delete(key);
    if (!tried(() => localStorage.removeItem(key) ?? true)) kept.set(key, null);
  },
  /** Deletes everything whose key begins so. */
  forget: (start: string): void => {
    const keys = [...kept.keys(), ...(tried(() => Object.keys(localStorage)) ?? [])];
    for (const key of keys) if (key.startsWith(start)) pageStorage.removeItem(key);
  },
  clear: (): void => pageStorage.forget(""),
  get length(): number {
    return tried(() => localStorage.length) ?? kept.size;
  },
};

function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
