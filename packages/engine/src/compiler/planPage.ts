import { comparePositions, cursorAt, type Keyset, orderBy, pageOf, positionOf, rowsThat, within } from "./keyset.js";
import { column, type Expression, type Output, opposite, type Rows, sql, text } from "./plan.js";

export type End = "first" | "last";

/** Rows that a part of a connection needs as JSON objects, in a column of that name where the page is read once. */
export interface NeededRows {
  readonly name: string;
  readonly outputs: (alias: string) => readonly Output[];
}

/** What the parts of a connection need of its page. */
export interface PageNeeds {
  readonly rows: readonly NeededRows[];
  /** The rows whose positions are needed. */
  readonly ends: readonly End[];
}

/** A planned page: the expressions of its parts. */
export interface PlannedPage {
  /** What the parts stand in; absent where each part reads for itself. */
  readonly from?: Rows;
  /** The rows in order, as a JSON array. */
  readonly array: (rows: NeededRows) => Expression;
  /** The cursor of the page's first or last row; null when it has none. */
  readonly cursor: (end: End) => Expression;
  /** Whether there are more rows within the bounds than the page holds. */
  readonly hasMore: () => Expression;
}

/** A page of no rows. It is not read; only whether there are any rows within its bounds is looked up. */
export function emptyPage(keyset: Keyset): PlannedPage {
  return {
    array: () => ({ kind: "json", value: text("[]") }),
    cursor: () => sql`NULL::text`,
    hasMore: () => ({ kind: "exists", from: rowsThat(keyset, within(keyset)) }),
  };
}

/** A page that one part needs: that part reads it. */
export function pageInPlace(keyset: Keyset): PlannedPage {
  return {
    array({ outputs }) {
      const from = pageOf(keyset);
      return { kind: "array", outputs: outputs(from.alias), from };
    },
    cursor(end) {
      const page = pageOf(keyset);
      const at = (alias: string) => cursorAt(keyset, positionOf(keyset, alias));
      if (end === "first") return { kind: "scalar", value: at(page.alias), from: { ...page, limit: 1 } };
      const alias = keyset.planning.alias();
      const order = orderBy(keyset, alias, opposite(keyset.page.direction));
      return {
        kind: "scalar",
        value: at(alias),
        from: { alias, source: { kind: "rows", rows: page }, where: [], order, limit: 1 },
      };
    },
    hasMore: () => ({ kind: "exists", from: rowsThat(keyset, within(keyset), () => ({ offset: keyset.page.size })) }),
  };
}

/**
 * A page that several parts need, read once: its rows become JSON where they are read. The positions of the first and the last row are
 * kept, for the cursors and to look for one row beyond the page.
 */
export function pageReadOnce(keyset: Keyset, needs: PageNeeds): PlannedPage {
  const [whole, each] = [keyset.planning.alias(), keyset.planning.alias()];
  const read = pageOf(keyset);
  const { key, id } = positionOf(keyset, read.alias);
  const perRow: Output[] = [
    ...needs.rows.map(({ name, outputs }) => ({
      key: name,
      value: { kind: "object", outputs: outputs(read.alias) } as const,
    })),
    ...(needs.ends.length > 0
      ? [
          { key: "key", value: key },
          { key: "id", value: id },
        ]
      : []),
  ];
  const overall: Output[] = [
    ...needs.rows.map(({ name }) => ({
      key: name,
      value: sql`concat('[', string_agg(${column(each, name)}, ','), ']')`,
    })),
    ...needs.ends.flatMap((end) => {
      const index = end === "first" ? sql`[1]` : sql`[count(*)]`;
      return ["key", "id"].map((name) => ({ key: `${end}_${name}`, value: sql`(array_agg(${column(each, name)}))${index}` }));
    }),
  ];
  const rows: Rows = { alias: each, source: { kind: "selected", outputs: perRow, rows: read }, where: [], order: [] };
  const positionAt = (end: End) => ({ key: column(whole, `${end}_key`), id: column(whole, `${end}_id`) });
  return {
    from: { alias: whole, source: { kind: "selected", outputs: overall, rows }, where: [], order: [] },
    array: ({ name }) => ({ kind: "json", value: column(whole, name) }),
    cursor: (end) => cursorAt(keyset, positionAt(end)),
    hasMore() {
      const [end, bound] = keyset.page.isFromEnd ? (["first", "before"] as const) : (["last", "after"] as const);
      const further = (alias: string) => [
        ...within(keyset)(alias),
        comparePositions(keyset, alias, bound, "within", positionAt(end)),
      ];
      return { kind: "exists", from: rowsThat(keyset, further) };
    },
  };
}
