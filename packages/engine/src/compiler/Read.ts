import type { BoundField } from "./BoundField.js";

/** What a field reads. The field's GraphQL type says of which entity. */
export type Read = RowRead | RowsRead | ViewerRead | PageRead | AllRead;

/** Who may ask at all; the rows are filtered as well. Absent where anyone may. */
export type Need = "viewer" | "seesAll";

/** The one row whose properties have these values, or null. */
export interface RowRead {
  readonly kind: "row";
  readonly by: Readonly<Record<string, unknown>>;
  /** The hash of a token that this request has issued, to read as its viewer. */
  readonly tokenHash?: Buffer;
}

/** The rows that have these ids, in their order. An id without a row is left out. */
export interface RowsRead {
  readonly kind: "rows";
  readonly by: { readonly id: readonly string[] };
}

/** The viewer's own row, or null without a token. */
export interface ViewerRead {
  readonly kind: "viewer";
}

/** A keyset page of the readable rows, by the arguments of the field. */
export interface PageRead {
  readonly kind: "page";
  readonly needs?: Need;
}

/** All rows of a type that declares the SQL of its rows. */
export interface AllRead {
  readonly kind: "all";
}

/** A bound field together with what it reads. */
export interface FieldRead {
  readonly field: BoundField;
  readonly read: Read;
}

export const readRow = (by: RowRead["by"], tokenHash?: Buffer): RowRead => ({ kind: "row", by, tokenHash });
export const readRows = (ids: readonly string[]): RowsRead => ({ kind: "rows", by: { id: ids } });
export const readViewer = (): ViewerRead => ({ kind: "viewer" });
export const readPage = ({ needs }: { readonly needs?: Need } = {}): PageRead => ({ kind: "page", needs });
export const readAll = (): AllRead => ({ kind: "all" });

const KINDS: ReadonlySet<unknown> = new Set<Read["kind"]>(["row", "rows", "viewer", "page", "all"]);
export const isRead = (value: unknown): value is Read =>
  typeof value === "object" && value !== null && "kind" in value && KINDS.has(value.kind);

/** Who may ask for what the read answers. */
export const needOf = (read: Read): Need | undefined => (read.kind === "page" ? read.needs : undefined);
