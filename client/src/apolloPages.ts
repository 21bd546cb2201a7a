import type { FieldPolicy, Reference, StoreObject } from "@apollo/client";

/** A row of a list, with its edge where a query asked for edges. */
interface Row {
  readonly node?: Reference;
  readonly edge?: StoreObject;
}

type PageInfo = Readonly<Record<string, unknown>> & {
  readonly startCursor?: string | null;
  readonly endCursor?: string | null;
};

/** The pages of a list that were read so far, as one. */
interface Pages {
  /** What else was asked for: __typename and totalCount. */
  readonly others: Readonly<Record<string, unknown>>;
  readonly rows: readonly Row[];
  readonly pageInfo?: PageInfo;
  /** How many rows lie up to a cursor that a page ended with, and before one that it started with. */
  readonly upTo: Readonly<Record<string, number>>;
  readonly before: Readonly<Record<string, number>>;
}

interface Incoming {
  readonly nodes?: readonly Reference[];
  readonly edges?: readonly StoreObject[];
  readonly pageInfo?: PageInfo;
}

/**
 * The policy of a field that answers a list in pages, asked with `nodes`, with `edges` or with both. A page asked with
 * `after` or `before` joins those that are there; one without replaces them. Rows that were evicted drop out.
 * Ask for `pageInfo { endCursor }`, which is what the next page goes on from.
 */
export function apolloPages(): FieldPolicy<Pages, Incoming> {
  return {
    keyArgs: ["filter", "orderBy"],
    read: (pages, { canRead }) => {
      if (!pages) return undefined;
      const rows = pages.rows.filter(({ node }) => node === undefined || canRead(node));
      return {
        ...pages.others,
        ...(pages.pageInfo && { pageInfo: pages.pageInfo }),
        ...(rows.every(({ node }) => node) && { nodes: rows.map(({ node }) => node) }),
        ...(rows.every(({ edge }) => edge) && { edges: rows.map(({ edge }) => edge) }),
        // What is read has the shape of the field, and what is kept has its own.
      } as unknown as Pages;
    },
    merge: (pages, { nodes, edges, pageInfo, ...others }, { args, readField }) => {
      const known = new Map(pages?.rows.map((row) => [row.node?.__ref, row.edge]));
      const rows: Row[] = edges
        ? edges.map((edge) => ({ node: readField<Reference>("node", edge), edge }))
        : (nodes ?? []).map((node) => ({ node, edge: known.get(node.__ref) }));
      const { after, before } = (args ?? {}) as { after?: string | null; before?: string | null };
      const end = after ? pages?.upTo[after] : undefined;
      const start = before ? pages?.before[before] : undefined;
      if (pages && end !== undefined) return joined(pages.rows.slice(0, end), rows, [], pages, { others, pageInfo });
      if (pages && start !== undefined) return joined([], rows, pages.rows.slice(start), pages, { others, pageInfo });
      return {
        others: { ...pages?.others, ...others },
        rows,
        pageInfo,
        upTo: pageInfo?.endCursor ? { [pageInfo.endCursor]: rows.length } : {},
        before: pageInfo?.startCursor ? { [pageInfo.startCursor]: 0 } : {},
      };
    },
  };
}

/** The pages with one more, between those that precede it and those that follow. */
function joined(
  preceding: readonly Row[],
  rows: readonly Row[],
  following: readonly Row[],
  pages: Pages,
  { others, pageInfo }: { others: Readonly<Record<string, unknown>>; pageInfo?: PageInfo },
): Pages {
  const moved = following.length === 0 ? 0 : preceding.length + rows.length - (pages.rows.length - following.length);
  const upTo = Object.fromEntries(Object.entries(pages.upTo).map(([cursor, count]) => [cursor, count + moved]));
  const before = Object.fromEntries(Object.entries(pages.before).map(([cursor, count]) => [cursor, count + moved]));
  const isLast = following.length === 0;
  const outer = pages.pageInfo;
  // A page beyond the last row has no cursors, and the list still ends where it did.
  if (rows.length === 0) pageInfo = pageInfo && { ...pageInfo, ...pick(outer, "startCursor"), ...pick(outer, "endCursor") };
  return {
    others: { ...pages.others, ...others },
    rows: [...preceding, ...rows, ...following],
    ...(pageInfo && {
      pageInfo: isLast
        ? { ...pageInfo, ...pick(outer, "startCursor"), ...pick(outer, "hasPreviousPage") }
        : { ...pageInfo, ...pick(outer, "endCursor"), ...pick(outer, "hasNextPage") },
    }),
    upTo: pageInfo?.endCursor ? { ...upTo, [pageInfo.endCursor]: preceding.length + rows.length } : upTo,
    before: pageInfo?.startCursor ? { ...before, [pageInfo.startCursor]: preceding.length } : before,
  };
}

const pick = (from: PageInfo | undefined, name: string) => (from && name in from ? { [name]: from[name] } : {});
