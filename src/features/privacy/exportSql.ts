import type { AccountTable } from "../../entities/accountTables.js";
import { Language } from "../../entities/Language.js";
import { PictureSize } from "../../entities/PictureSize.js";
import { addressSql } from "../../entities/pictureAddress.js";
import { digitalSourceTypeSql, labelSql } from "../../entities/storyMark.js";

const fill = (template: string) => template.replace(/\{(\w+)\}/g, "$1");
/**
 * Values in a copy besides the columns: the mark of a story that an AI wrote, readable without this service, and where a picture can be
 * fetched for an hour.
 */
const BESIDES: Readonly<Record<string, string>> = {
  stories:
    `${fill(labelSql({ language: Language.EN }))} AS label_en, ${fill(labelSql({ language: Language.DE }))} AS label_de, ` +
    `${fill(digitalSourceTypeSql())} AS digital_source_type`,
  pictures: `CASE WHEN uploaded_at IS NOT NULL THEN ${addressSql("storage_key", PictureSize.FULL)} END AS url`,
};

/** The columns in a copy of a table's rows besides those of the table. */
export const besides = (table: string): readonly string[] =>
  [...(BESIDES[table] ?? "").matchAll(/ AS (\w+)/g)].map(([, name]) => name ?? "");

/** The SQL of all rows of an account, whose id is $1: the table's ordinal and name, and the row as JSON. */
export function exportSql(tables: readonly AccountTable[]): string {
  const rows = tables.map(({ table, owner, told, order }, ordinal) => {
    const columns = [...told, ...(BESIDES[table] ? [BESIDES[table]] : [])].join(", ");
    const sorted = `SELECT ${columns} FROM ${table} WHERE ${owner} = $1 ORDER BY ${order.join(", ")}`;
    return `SELECT ${ordinal} AS ordinal, '${table}' AS table_name, row_to_json(told)::text AS body FROM (${sorted}) AS told`;
  });
  return rows.join("\nUNION ALL ");
}
