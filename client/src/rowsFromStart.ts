/** A row of a list: what a client keeps of it, and the cursor that goes on after it, where an answer has told that. */
export interface Row {
  /** Which row it is. Undefined where a query asked for no id. */
  readonly key: string | undefined;
  readonly node?: unknown;
  readonly edge?: unknown;
  readonly cursor?: string;
}

/** Rows that an answer had, in the list's order. */
export interface Page {
  readonly rows: readonly Row[];
  /** Whether rows follow the last one; undefined where the query did not ask. */
  readonly hasMore: boolean | undefined;
}

/** What is known of a list: its rows from the first one on, without a gap. A page that would leave a gap is not taken up. */
export interface Rows extends Page {
  /** How many rows are shown to those who asked for so many, once they asked for more. */
  readonly shown: Readonly<Record<number, number>>;
}

/** What is shown of a list. */
export interface View extends Page {
  /** Whether that is all that was asked for. If not, the API has to be asked. */
  readonly isWhole: boolean;
}

/** The first rows, for a query that asks for so many from the start. */
export const fromStart = (known: Rows, first: number): View => firstOf(known, known.shown[first] ?? first);

/** All rows up to the end of the page after a cursor, or undefined where that cursor is none of the list's. */
export function upToPage(known: Rows, after: string, first: number): View | undefined {
  const place = known.rows.findIndex(({ cursor }) => cursor === after);
  return place < 0 ? undefined : firstOf(known, place + 1 + first);
}

function firstOf({ rows, hasMore }: Rows, count: number): View {
  const isWhole = rows.length >= count || hasMore === false;
  return { rows: rows.slice(0, count), hasMore: rows.length > count ? true : hasMore, isWhole };
}

/**
 * The list after an answer that begins with its first row. Rows that were known beyond it stay where they still follow.
 * @param isFixed whether no row can move to another place in this order.
 * @param isKept whether the query goes on showing as many rows as it does; else it begins again.
 */
export function withStart(known: Rows | undefined, page: Page, first: number, isFixed: boolean, isKept = false): Rows {
  const rest = known ? restAfter(known.rows, page, isFixed) : undefined;
  const old = new Map(known?.rows.map((row) => [row.key, row]));
  const fresh = page.rows.map((row) => enriched(row, old.get(row.key), isFixed));
  const rows = rest ? [...fresh, ...rest] : fresh;
  const hasMore = rest && rest.length > 0 ? known?.hasMore : page.hasMore;
  const shown = shownIn(known, rows);
  return { rows, hasMore, shown: { ...shown, [first]: (isKept ? shown[first] : undefined) ?? first } };
}

/** The list after the answer to a page that follows a cursor. Where the cursor is none of the list's, nothing changes. */
export function withPage(known: Rows, after: string, page: Page, first: number, isFixed: boolean): Rows {
  const place = known.rows.findIndex(({ cursor }) => cursor === after);
  if (place < 0) return known;
  const isInPage = keysOf(page.rows);
  const head = known.rows.slice(0, place + 1).filter(({ key }, index) => index === place || !isInPage.has(key));
  const rest = page.rows.length > 0 ? restAfter(known.rows.slice(place + 1), page, isFixed) : undefined;
  const old = new Map(known.rows.map((row) => [row.key, row]));
  const joined = [...head, ...page.rows.map((row) => enriched(row, old.get(row.key), isFixed))];
  const rows = [...joined, ...(rest ?? [])];
  const hasMore = rest && rest.length > 0 ? known.hasMore : page.hasMore;
  const shown = shownIn(known, rows);
  // A query whose last row has the cursor asked for more: that of the page's own size, or else those of other sizes.
  const ending = [...new Set([first, ...Object.keys(known.shown).map(Number)])].filter(
    (size) => (known.shown[size] ?? size) === place + 1,
  );
  for (const size of ending.includes(first) ? [first] : ending) shown[size] = joined.length;
  return { rows, hasMore, shown };
}

/** Those of the known rows that follow the page, or undefined where that cannot be told. */
function restAfter(known: readonly Row[], page: Page, isFixed: boolean): readonly Row[] | undefined {
  const last = page.rows.at(-1);
  if (!last || page.hasMore === false) return undefined;
  const isInPage = keysOf(page.rows);
  const place = known.findIndex(({ key, cursor }) =>
    last.key === undefined ? cursor !== undefined && cursor === last.cursor : key === last.key,
  );
  if (place < 0) return undefined;
  // A row that moved is no mark: what lies between its old place and its new one would be missing.
  const { cursor } = known[place] as Row;
  if (cursor !== undefined && last.cursor !== undefined && cursor !== last.cursor) return undefined;
  if (!isFixed && known.slice(0, place).some(({ key }) => !isInPage.has(key))) return undefined;
  return known.slice(place + 1).filter(({ key }) => !isInPage.has(key));
}

/** A row as it was answered now, with what only an earlier answer had. */
function enriched(row: Row, old: Row | undefined, isFixed: boolean): Row {
  if (!old || row.key === undefined) return row;
  return {
    ...(old.node !== undefined && { node: old.node }),
    // Where a row can move, what an edge and a cursor say of its place may be over.
    ...(isFixed && old.edge !== undefined && { edge: old.edge }),
    ...(isFixed && old.cursor !== undefined && { cursor: old.cursor }),
    ...row,
  };
}

/** How many rows are shown now. Who has asked for more sees up to the same last row, where it is still there. */
function shownIn(known: Rows | undefined, rows: readonly Row[]): Record<number, number> {
  const shown: Record<number, number> = {};
  for (const [name, count] of Object.entries(known?.shown ?? {})) {
    const size = Number(name);
    if (rows.length < size) continue;
    const last = known?.rows[count - 1]?.key;
    const place = last === undefined ? -1 : rows.findIndex(({ key }) => key === last);
    shown[size] = count <= size ? size : Math.max(size, place < 0 ? Math.min(count, rows.length) : place + 1);
  }
  return shown;
}

const keysOf = (rows: readonly Row[]): ReadonlySet<string | undefined> => new Set(rows.flatMap(({ key }) => key ?? []));
