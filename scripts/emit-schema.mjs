// Writes the schema that the built service serves to schema.graphql. A test fails while the two differ.
import "reflect-metadata";
import { writeFileSync } from "node:fs";
import { printSchema } from "graphql";
import { composeSchema } from "../dist/src/composeFeatures.js";
import { readConfig } from "../dist/src/config.js";

const { schema } = composeSchema({ config: readConfig({}), database: undefined });
writeFileSync("schema.graphql", `${printSchema(schema)}\n`);
