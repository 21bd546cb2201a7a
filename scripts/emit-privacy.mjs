// Writes what the entities declare of their columns into docs/privacy.md, and the format of a copy into docs/export.schema.json. Tests
// fail while they differ.
import "reflect-metadata";
import { readFileSync, writeFileSync } from "node:fs";
import { readConfig } from "../dist/src/config.js";
import { createDataSource } from "../dist/src/createDataSource.js";
import { privacyTable } from "../dist/src/entities/privacyTable.js";
import { exportSchema } from "../dist/src/features/privacy/exportSchema.js";

const PAGE = "docs/privacy.md";
const HEADING = "## What is held";
const database = createDataSource(readConfig({}).database, console);
await database.describe();
const page = readFileSync(PAGE, "utf8");
const [section = ""] = page.slice(page.indexOf(HEADING)).split(/(?=\n## )/);
const [text = ""] = section.split(/\n(?=\| )/);
writeFileSync(
  PAGE,
  page.replace(section, () => `${text.trimEnd()}\n\n${privacyTable(database.entityMetadatas)}\n`),
);
writeFileSync("docs/export.schema.json", `${JSON.stringify(exportSchema(database.entityMetadatas), undefined, 2)}\n`);
