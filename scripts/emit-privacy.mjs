// Writes what the entities declare of their columns into docs/privacy.md. A test fails while the two differ.
import "reflect-metadata";
import { readFileSync, writeFileSync } from "node:fs";
import { readConfig } from "../dist/src/config.js";
import { createDataSource } from "../dist/src/database/createDataSource.js";
import { privacyTable } from "../dist/src/entities/privacyTable.js";

const PAGE = "docs/privacy.md";
const HEADING = "## What is held";
const database = createDataSource(readConfig({}).database, console);
await database.describe();
const page = readFileSync(PAGE, "utf8");
const start = page.indexOf(HEADING);
const [section = ""] = page.slice(start).split(/(?=\n## )/);
const [text = ""] = section.split(/\n(?=\| )/);
writeFileSync(
  PAGE,
  page.replace(section, () => `${text.trimEnd()}\n\n${privacyTable(database.entityMetadatas)}\n`),
);
