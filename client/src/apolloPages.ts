import type { FieldPolicy, Reference, StoreObject } from "@apollo/client";
import { fromStart, type Page, type Row, type Rows, upToPage, type View, withPage, withStart } from "./rowsFromStart.js";

/** How many rows the API answers when a query does not say. */
const DEFAULT_FIRST = 20;

interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly orderBy?: { readonly field?: string } | null;
}

type PageInfo = Readonly<{
  startCursor?: string | null;
  endCursor?: string | null;
  hasNextPage?: boolean;
  hasPreviousPage?: boolean;
}>;

interface Incoming {
  readonly nodes?: readonly (Reference | StoreObject)[];
  readonly edges?: readonly StoreObject[];
  readonly pageInfo?: PageInfo;
}

/** What is kept of a list of one filter and order. */
interface Kept {
  /** What is no row: __typename and totalCount, and how many of the rows that are kept were gone when it was counted. */
  readonly others: Readonly<Record<string, unknown>>;
  readonly gone: number;
  readonly fromStart?: Rows;
  /** The same from the end, for `last` and `before`: in it the last row is the first. */
  readonly fromEnd?: Rows;
  /** The lists are about to be read anew, and go on showing as many rows as they do. */
  readonly isReadAnew?: boolean;
  /** Answers that are no part of either, such as one of no rows, by what was asked. */
  readonly apart: Readonly<Record<string, { readonly rows?: readonly Row[]; readonly pageInfo?: PageInfo }>>;
}

/** From where a query asks: from the start, from the end, or so that its answer joins neither. */
type Asked = {
  readonly key: string;
  readonly size: number;
  readonly cursor?: string;
  readonly from: "start" | "end" | "apart";
};

/**
 * The policy of a field that answers a list in pages, asked with `nodes`, with `edges` or with both. What is shown begins
 * with the list's first row and has no gap: a page that does not follow what is known is not shown. Each query shows as many
 * rows as it asked for, and those of the pages that it asked for after them. Rows that were evicted drop out, of the count too.
 * Ask for `id`, which tells rows apart, and for `pageInfo { endCursor }`, after which the next page begins.
 */
export function apolloPages(): FieldPolicy<Kept, Incoming> {
  return {
    keyArgs: ["filter", "orderBy"],
    read: (kept, { args, canRead }) => {
      if (!kept) return undefined;
      const isThere = ({ node }: Row) => node === undefined || canRead(node as Reference);
      // What is read has the shape of the field, and what is kept has its own.
      return { ...kept.others, ...countIn(kept, isThere), ...rowsFor(kept, asked(args ?? {}), isThere) } as unknown as Incoming;
    },
    merge: (known, { nodes, edges, pageInfo, ...others }, { args, readField, canRead }) => {
      const kept: Kept = known ?? { others: {}, gone: 0, apart: {} };
      const query = asked(args ?? {});
      const rows: Row[] = edges
        ? edges.map((edge, place) =>
            rowOf(readField<Reference>("node", edge) ?? nodes?.[place], edge, readField<string>("cursor", edge)),
          )
        : (nodes ?? []).map((node) => rowOf(node));
      // The rows of this answer may not be written yet.
      const answered = new Set(rows.map(({ key }) => key));
      const isThere = ({ key, node }: Row) => answered.has(key) || node === undefined || canRead(node as Reference);
      const counted = (now: Kept): Kept => ({
        ...now,
        others: { ...kept.others, ...countIn(kept, isThere), ...others },
        gone: goneRows(now, isThere),
      });
      const apart = (page: Kept["apart"][string]) => counted({ ...kept, apart: { ...kept.apart, [query.key]: page } });
      if (!nodes && !edges) return pageInfo ? apart({ pageInfo }) : counted(kept);

      const [first, last] = [rows[0], rows.at(-1)];
      if (first && pageInfo?.startCursor) rows[0] = { ...first, cursor: pageInfo.startCursor };
      if (last && pageInfo?.endCursor) rows[rows.length - 1] = { ...(rows.at(-1) as Row), cursor: pageInfo.endCursor };
      if (query.from === "apart") return apart({ rows, pageInfo });
      const side = query.from === "start" ? "fromStart" : "fromEnd";
      const isFixed = (args as PageArgs | null)?.orderBy?.field === undefined || args?.orderBy.field === "CREATED_AT";
      const told = query.from === "start" ? pageInfo?.hasNextPage : pageInfo?.hasPreviousPage;
      const page: Page = {
        rows: query.from === "start" ? rows : rows.reverse(),
        hasMore: told ?? (rows.length < query.size ? false : undefined),
      };
      const list =
        query.cursor === undefined
          ? withStart(kept[side], page, query.size, isFixed, kept.isReadAnew)
          : kept[side] && withPage(kept[side], query.cursor, page, query.size, isFixed);
      return counted({ ...kept, ...(list && { [side]: list }) });
    },
  };
}

function asked({ first, after, last, before }: PageArgs): Asked {
  const isForward = typeof last !== "number" && !before;
  const isBackward = typeof last === "number" && typeof first !== "number" && !after;
  const size = isBackward ? last : (first ?? DEFAULT_FIRST);
  const key = JSON.stringify([first, after, last, before]);
  if (size === 0 || !(isForward || isBackward)) return { from: "apart", key, size };
  const cursor = (isBackward ? before : after) || undefined;
  return { from: isBackward ? "end" : "start", key, size, ...(cursor !== undefined && { cursor }) };
}

function rowOf(node: Reference | StoreObject | undefined, edge?: StoreObject, cursor?: string): Row {
  const key = node && "__ref" in node ? String(node.__ref) : undefined;
  return { key, ...(node && { node }), ...(edge && { edge }), ...(cursor !== undefined && { cursor }) };
}

/** The fields of a connection that are about its rows, as far as they are known. */
function rowsFor(kept: Kept, query: Asked, isThere: (row: Row) => boolean): Record<string, unknown> {
  const { rows = query.size === 0 ? [] : undefined, pageInfo } = kept.apart[query.key] ?? {};
  const alone = { ...(rows && listsOf(rows.filter(isThere))), ...(pageInfo && { pageInfo }) };
  if (query.from === "apart") return alone;
  const isFromStart = query.from === "start";
  const list = isFromStart ? kept.fromStart : kept.fromEnd;
  const view = list && (query.cursor === undefined ? fromStart(list, query.size) : upToPage(list, query.cursor, query.size));
  if (!view?.isWhole) return alone;
  const shown = view.rows.filter(isThere);
  return { ...listsOf(isFromStart ? shown : shown.reverse()), pageInfo: isFromStart ? infoOf(view) : mirrored(infoOf(view)) };
}

const listsOf = (rows: readonly Row[]) => ({
  ...(rows.every(({ node }) => node) && { nodes: rows.map(({ node }) => node) }),
  ...(rows.every(({ edge }) => edge) && { edges: rows.map(({ edge }) => edge) }),
});

/** What is known of the rows around those that are shown. What nobody has answered is left out, so that a query for it is sent. */
function infoOf({ rows, hasMore }: View) {
  const ends = (row: Row | undefined) => (row ? row.cursor : null);
  const [startCursor, endCursor] = [ends(rows[0]), ends(rows.at(-1))];
  return {
    __typename: "PageInfo",
    hasPreviousPage: false,
    ...(hasMore !== undefined && { hasNextPage: hasMore }),
    ...(startCursor !== undefined && { startCursor }),
    ...(endCursor !== undefined && { endCursor }),
  };
}

function mirrored({ startCursor, endCursor, hasNextPage, hasPreviousPage, ...others }: ReturnType<typeof infoOf>) {
  return {
    ...others,
    hasNextPage: hasPreviousPage,
    ...(hasNextPage !== undefined && { hasPreviousPage: hasNextPage }),
    ...(endCursor !== undefined && { startCursor: endCursor }),
    ...(startCursor !== undefined && { endCursor: startCursor }),
  };
}

/** The count that was answered, without the rows that have gone since. */
const countIn = (kept: Kept, isThere: (row: Row) => boolean) =>
  typeof kept.others.totalCount === "number" && {
    totalCount: kept.others.totalCount - (goneRows(kept, isThere) - kept.gone),
  };

/** How many different rows were evicted of those that are kept. */
function goneRows({ fromStart: start, fromEnd: end }: Kept, isThere: (row: Row) => boolean): number {
  return new Set([...(start?.rows ?? []), ...(end?.rows ?? [])].filter((row) => !isThere(row)).map(({ key }) => key)).size;
}
