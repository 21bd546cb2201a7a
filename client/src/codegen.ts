import { fileURLToPath } from "node:url";
import type { CodegenConfig } from "@graphql-codegen/cli";
import { scalars } from "./scalars.js";

/** The schema that this version of the kit was made for. */
export const schemaPath = fileURLToPath(new URL("./schema.graphql", import.meta.url));

/**
 * A configuration for GraphQL Code Generator, to export from your codegen.ts: types for each operation, and
 * persisted-documents.json, which OPERATIONS_MANIFEST of the service reads.
 * @param documents where your operations are, as globs.
 * @param folder where to write, as "src/gql/".
 */
export const novadrawCodegen = (documents: string | string[], folder: string): CodegenConfig => ({
  schema: schemaPath,
  documents,
  ignoreNoDocuments: true,
  generates: {
    [folder]: {
      preset: "client",
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: "sha256" } },
      config: { scalars, strictScalars: true, enumsAsTypes: true, useTypeImports: true },
    },
  },
});
