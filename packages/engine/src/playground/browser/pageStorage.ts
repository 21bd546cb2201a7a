/**
 * localStorage, as far as the browser lets this page have it. What it does not take is kept for the visit. Reading it may throw,
 * so may writing to it, and so may asking for it at all.
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
  /** Forgets everything whose key begins so. */
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
