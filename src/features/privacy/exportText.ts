import type { AccountTable } from "../../entities/accountTables.js";

/** The version of the copy's format. docs/export.schema.json describes it; a change that readers notice makes another version. */
export const EXPORT_VERSION = 1;

/** One row of an account: its table, and itself as JSON. */
export interface ExportedRow {
  readonly table: string;
  readonly body: string;
}

/** Writes a copy as one JSON text, row after row, in the order of the tables. */
export async function* exportText(
  tables: readonly AccountTable[],
  exportedAt: Date,
  rows: AsyncIterable<ExportedRow>,
): AsyncGenerator<string> {
  const withheld = tables.flatMap(({ table, withheld: columns }) => columns.map((column) => `${table}.${column}`));
  const head = { format: "novadraw-export", version: EXPORT_VERSION, exportedAt: exportedAt.toISOString(), withheld };
  yield `${JSON.stringify(head).slice(0, -1)},"tables":{`;
  let open = -1;
  let isFirst = true;
  const begin = (ordinal: number): string => {
    let text = "";
    for (; open < ordinal; open++) text += `${open >= 0 ? "]," : ""}${JSON.stringify(tables[open + 1]?.table)}:[`;
    return text;
  };
  for await (const { table, body } of rows) {
    const ordinal = tables.findIndex((one) => one.table === table);
    if (ordinal > open) {
      yield begin(ordinal);
      isFirst = true;
    }
    yield isFirst ? body : `,${body}`;
    isFirst = false;
  }
  yield `${begin(tables.length - 1)}]}}`;
}
