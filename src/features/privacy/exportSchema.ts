import type { EntityMetadata } from "typeorm";
import { accountTables } from "../../entities/accountTables.js";
import { besides } from "./exportSql.js";
import { EXPORT_VERSION } from "./exportText.js";

type Schema = Readonly<Record<string, unknown>>;

const OF_COLUMN: Readonly<Record<string, Schema>> = {
  uuid: { type: "string", format: "uuid" },
  timestamptz: { type: "string", format: "date-time" },
  date: { type: "string", format: "date" },
  integer: { type: "integer" },
  boolean: { type: "boolean" },
  varchar: { type: "string" },
  text: { type: "string" },
};

/** The JSON Schema of a copy (draft 2020-12): its tables, and the columns of each. */
export function exportSchema(metadatas: readonly EntityMetadata[]): Schema {
  const tables = accountTables(metadatas).map(({ table, told }) => {
    const columns = metadatas.find(({ tableName }) => tableName === table)?.columns ?? [];
    const own = told.map((name) => {
      const column = columns.find(({ databaseName }) => databaseName === name);
      return [name, schemaOf(String(column?.type), column?.isArray === true, column?.isNullable === true)] as const;
    });
    const others = besides(table).map((name) => [name, { type: ["string", "null"] }] as const);
    const properties = Object.fromEntries([...own, ...others]);
    const row = { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
    return [table, { type: "array", items: row }] as const;
  });
  const properties = {
    format: { const: "novadraw-export" },
    version: { const: EXPORT_VERSION },
    exportedAt: { type: "string", format: "date-time" },
    withheld: { type: "array", items: { type: "string" } },
    tables: {
      type: "object",
      properties: Object.fromEntries(tables),
      required: tables.map(([table]) => table),
      additionalProperties: false,
    },
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "What NovaDraw holds about an account",
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

function schemaOf(type: string, isArray: boolean, isNullable: boolean): Schema {
  const one = OF_COLUMN[type];
  if (!one) throw new Error(`A copy cannot tell a column of the type ${type}`);
  const own = isArray ? { type: "array", items: one } : one;
  return isNullable ? { anyOf: [own, { type: "null" }] } : own;
}
