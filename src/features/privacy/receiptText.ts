import type { ErasureReceipt } from "./ErasureReceipt.js";

/** A receipt as it was made, or as it was read back from JSON. */
export type UnsignedReceipt = Omit<ErasureReceipt, "signature">;
type ReadReceipt = Omit<UnsignedReceipt, "erasedAt"> & { readonly erasedAt: Date | string };

/** The signed text of a receipt: its values in one order, whatever the order of its keys. */
export function receiptText({ id, erasedAt, isPending, counts, imageUrls }: ReadReceipt): string {
  return JSON.stringify([
    id,
    new Date(erasedAt).toISOString(),
    isPending,
    counts.map(({ table, rows }) => [table, rows]),
    imageUrls,
  ]);
}
