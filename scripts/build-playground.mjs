// Bundles the playground into dist/playground: GraphiQL with our own parts, and the editor's workers, so that no page loads
// anything from elsewhere.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const FOLDER = "dist/playground";
const PAGE = "src/server/playground/browser";

const shared = { outdir: FOLDER, bundle: true, minify: true, write: false, target: "es2022", logLevel: "error" };
const builds = await Promise.all([
  build({
    ...shared,
    entryPoints: { playground: `${PAGE}/start.tsx` },
    format: "esm",
    jsx: "automatic",
    loader: { ".ttf": "dataurl", ".woff2": "dataurl" },
    define: { "process.env.NODE_ENV": '"production"' },
  }),
  build({
    ...shared,
    entryPoints: {
      "editor.worker": "monaco-editor/esm/vs/editor/editor.worker.js",
      "json.worker": "monaco-editor/esm/vs/language/json/json.worker.js",
      "graphql.worker": "monaco-graphql/esm/graphql.worker.js",
    },
    format: "iife",
  }),
]);
for (const { path, contents } of builds.flatMap(({ outputFiles }) => outputFiles)) {
  writeFileSync(path, contents);
  writeFileSync(`${path}.gz`, gzipSync(contents));
}
writeFileSync(`${FOLDER}/favicon.svg`, readFileSync(`${PAGE}/favicon.svg`));
