// Writes the schema that the built service serves to schema.graphql. A test fails while the two differ.
import "reflect-metadata";
import { writeFileSync } from "node:fs";
import { printTypes } from "../dist/packages/engine/src/documents/printTypes.js";
import { describeNovadraw } from "../dist/src/describeNovadraw.js";

const { schema } = await describeNovadraw();
writeFileSync("schema.graphql", printTypes(schema));
