// Writes the types of the gallery's operations, as its own codegen.ts would with the kit from a registry. npm run build comes first.
import { fileURLToPath } from "node:url";
import { generate } from "@graphql-codegen/cli";
import { novadrawCodegen } from "../dist/codegen.js";

const gallery = fileURLToPath(new URL("../../examples/gallery/", import.meta.url));
// The generator looks for its presets where it runs, and the gallery has none.
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
await generate({ ...novadrawCodegen(`${gallery}src/*.graphql`, `${gallery}src/gql/`) }, true);
