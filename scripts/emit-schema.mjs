// Writes the schema that the built service serves to schema.graphql. A test fails while the two differ.
import "reflect-metadata";
import { writeFileSync } from "node:fs";
import { printSchema } from "graphql";
import { composeSchema } from "../dist/src/compose.js";

writeFileSync("schema.graphql", `${printSchema(composeSchema(undefined))}\n`);
