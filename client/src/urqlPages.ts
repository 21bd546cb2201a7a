import type { Cache, Resolver, Variables } from "@urql/exchange-graphcache";

/** A page as the cache keeps it, by its arguments. */
interface Page {
  readonly args: Variables;
  readonly typename: string;
  readonly nodes?: readonly string[];
  readonly edges?: readonly string[];
  readonly info: Readonly<Record<string, unknown>>;
  readonly totalCount?: unknown;
}

/** The names of the arguments and fields that a list has when it is read from its start, or from its end. */
const DIRECTIONS = [
  { size: "first", from: "after", otherSize: "last", otherFrom: "before", end: "endCursor" },
  { size: "last", from: "before", otherSize: "first", otherFrom: "after", end: "startCursor" },
] as const;
type Direction = (typeof DIRECTIONS)[number];

/**
 * The resolver of a field that answers a list in pages. A query with `after` shows all rows up to the end of its page, when the
 * pages before it are known, and else the list's first page: what is shown begins with the first row and has no gap.
 * A query without `after` shows its own page. With `before` it is the same from the end.
 */
export function urqlPages(): Resolver {
  return (_parent, args, cache, { parentKey, fieldName }) => {
    const own = pageAt(cache, parentKey, fieldName, args);
    if (!own) return undefined;
    const direction = DIRECTIONS.find(({ from, otherSize, otherFrom }) => args[from] && !args[otherSize] && !args[otherFrom]);
    if (!direction || args[direction.size] === 0) return shown(cache, [own], undefined);
    const others = cache
      .inspectFields(parentKey)
      .flatMap((field) =>
        field.fieldName === fieldName && isOfList(field.arguments ?? {}, args, direction)
          ? (pageAt(cache, parentKey, fieldName, field.arguments ?? {}) ?? [])
          : [],
      )
      .filter((page) => (!own.nodes || page.nodes) && (!own.edges || page.edges))
      .sort((one, two) => Number(isAlike(two, own, direction)) - Number(isAlike(one, own, direction)));
    const preceding = pagesUpTo(cache, others, String(args[direction.from]), direction, new Set());
    const [start] = others.filter(({ args: { [direction.from]: cursor } }) => !cursor);
    if (preceding) return shown(cache, [...preceding, own], direction);
    // Nobody has read the list's start: then the page is all that was ever asked for.
    return shown(cache, [start ?? own], start ? direction : undefined);
  };
}

const isAlike = (page: Page, own: Page, { size }: Direction) => page.args[size] === own.args[size];

/** Whether a page belongs to the same list: the same filter and order, in the same direction, with rows. */
function isOfList(page: Variables, own: Variables, { size, otherSize, otherFrom }: Direction): boolean {
  const same = (name: string) => JSON.stringify(page[name] ?? null) === JSON.stringify(own[name] ?? null);
  if (!same("filter") || !same("orderBy") || page[size] === 0) return false;
  return !page[otherFrom] && typeof page[otherSize] !== "number" && (size === "first" || typeof page[size] === "number");
}

/** The pages from the list's start up to a cursor, without a gap; undefined where one is missing. */
function pagesUpTo(
  cache: Cache,
  pages: readonly Page[],
  cursor: string,
  direction: Direction,
  seen: Set<string>,
): Page[] | undefined {
  if (seen.has(cursor)) return undefined;
  seen.add(cursor);
  for (const page of pages) {
    const cut = upTo(cache, page, cursor, direction);
    const before = cut && page.args[direction.from];
    const preceding = before ? pagesUpTo(cache, pages, String(before), direction, seen) : [];
    if (cut && preceding) return [...preceding, cut];
  }
  return undefined;
}

/** A page with its rows up to a cursor, or undefined where it has no such cursor. */
function upTo(cache: Cache, page: Page, cursor: string, { end, size }: Direction): Page | undefined {
  if (page.info[end] === cursor) return page;
  const place = page.edges?.findIndex((edge) => cache.resolve(edge, "cursor") === cursor) ?? -1;
  if (place < 0) return undefined;
  const cut = (rows: readonly string[] | undefined) => (size === "first" ? rows?.slice(0, place + 1) : rows?.slice(place));
  return { ...page, nodes: cut(page.nodes), edges: cut(page.edges) };
}

function pageAt(cache: Cache, parentKey: string, fieldName: string, args: Variables): Page | undefined {
  const key = cache.resolve(parentKey, fieldName, args);
  const typename = typeof key === "string" ? cache.resolve(key, "__typename") : undefined;
  if (typeof key !== "string" || typeof typename !== "string") return undefined;
  const listOf = (name: string) => (cache.resolve(key, name) as string[] | null | undefined) ?? undefined;
  const infoKey = cache.resolve(key, "pageInfo");
  const info =
    typeof infoKey === "string"
      ? Object.fromEntries(
          cache.inspectFields(infoKey).map((field) => [field.fieldName, cache.resolve(infoKey, field.fieldName)]),
        )
      : {};
  return { args, typename, nodes: listOf("nodes"), edges: listOf("edges"), info, totalCount: cache.resolve(key, "totalCount") };
}

/** What the pages are together. What is left out is read from the query's own page. */
function shown(cache: Cache, pages: readonly Page[], direction: Direction | undefined) {
  const [start, last] = [pages[0] as Page, pages.at(-1) as Page];
  const ordered = direction?.size === "last" ? [...pages].reverse() : pages;
  const rows = (name: "nodes" | "edges", rowOf: (key: string) => unknown) => {
    const seen = new Set<unknown>();
    return (
      (last[name] ?? start[name]) && {
        [name]: ordered
          .flatMap((page) => page[name] ?? [])
          .filter((key) => {
            const row = rowOf(key);
            // A row that was deleted is no longer in the cache.
            if (seen.has(row) || (typeof row === "string" && !cache.resolve(row, "__typename"))) return false;
            seen.add(row);
            return true;
          }),
      }
    );
  };
  const [from, to] = direction?.size === "last" ? ["endCursor", "startCursor"] : ["startCursor", "endCursor"];
  const [before, after] = direction?.size === "last" ? ["hasNextPage", "hasPreviousPage"] : ["hasPreviousPage", "hasNextPage"];
  const info = direction
    ? {
        ...last.info,
        ...start.info,
        ...pick(last.info, after),
        [before]: false,
        ...pick(start.info, from),
        // A page beyond the last row has no cursors.
        ...pick((pages.findLast(({ info: own }) => own[to]) ?? last).info, to),
      }
    : last.info;
  const { totalCount = last.totalCount } = start;
  return {
    __typename: last.typename,
    ...rows("nodes", (key) => key),
    ...rows("edges", (key) => cache.resolve(key, "node") ?? key),
    ...(Object.keys(info).length > 0 && { pageInfo: { __typename: "PageInfo", ...info } }),
    ...(totalCount !== undefined && totalCount !== null && { totalCount }),
  };
}

const pick = (from: Readonly<Record<string, unknown>>, name: string) => (name in from ? { [name]: from[name] } : {});
