// Draws the built model as docs/schema.svg: a box a table with its columns, an arrow a foreign key. With --check it writes nothing, and
// ends with 1 where the picture is not of this model.
import "reflect-metadata";
import { readFileSync, writeFileSync } from "node:fs";
import { instance } from "@viz-js/viz";
import { readConfig } from "../dist/src/config.js";
import { createDataSource } from "../dist/src/createDataSource.js";

const FILE = "docs/schema.svg";
const INK = "#334155";
const PALE = "#94a3b8";
const HEAD = "#d60590";

const database = createDataSource(readConfig({}).database, console);
await database.describe();
const tables = database.entityMetadatas.toSorted((a, b) => (a.tableName < b.tableName ? -1 : 1));

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const typeOf = (column) =>
  database.driver.normalizeType(column).replace("character varying", "varchar") +
  (column.length ? `(${column.length})` : "") +
  (column.isArray ? "[]" : "");

function rowOf(column) {
  const name = `${escaped(column.databaseName)}${column.isNullable ? "" : " *"}`;
  const type = `<FONT COLOR="${PALE}" POINT-SIZE="9">${escaped(typeOf(column))}</FONT>`;
  return `<TR><TD ALIGN="LEFT" PORT="${column.databaseName}">${column.isPrimary ? `<B>${name}</B>` : name}   ${type}</TD></TR>`;
}

function nodeOf({ tableName, columns }) {
  const head = `<TR><TD BGCOLOR="${HEAD}"><FONT COLOR="white"><B>${tableName}</B></FONT></TD></TR>`;
  const label = `<TABLE BORDER="1" COLOR="${PALE}" STYLE="ROUNDED" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" BGCOLOR="white">${head}${columns.map(rowOf).join("")}</TABLE>`;
  return `${tableName} [label=<${label}>]`;
}

const arrowsOf = ({ tableName, foreignKeys }) =>
  foreignKeys.map(({ columns: [column], referencedTablePath }) => {
    const crow = column.isNullable ? "crowodot" : "crow";
    return `${tableName}:${column.databaseName} -> ${referencedTablePath} [arrowtail=${crow}, arrowhead=none, dir=both]`;
  });

const picture = (await instance()).renderString(
  `digraph { rankdir=RL; bgcolor=white; nodesep=0.35; ranksep=0.9;
  node [shape=plain, fontname="Helvetica", fontsize=11, fontcolor="${INK}"]; edge [color="${INK}", arrowsize=0.8];
  ${[...tables.map(nodeOf), ...tables.flatMap(arrowsOf)].join(";\n  ")} }`,
  { format: "svg" },
);

if (!process.argv.includes("--check")) writeFileSync(FILE, picture);
else if (readFileSync(FILE, "utf8") !== picture) {
  console.error(`${FILE} is not of this model. Run: npm run schema`);
  process.exit(1);
}
