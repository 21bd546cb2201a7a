// Bundles the playground into dist/playground: GraphiQL with our own parts, and the editor's workers, so that no page loads
// anything from elsewhere.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

// A tab that has buttons inside cannot be told to people who hear the page: the title is the tab, and Delete closes it
// (closeTabByKey.ts). An entry of the history is named by what it says. GraphiQL has no setting for either; another version
// of it fails here.
const CHANGES = {
  "@graphiql/react/dist/components/tabs/index.js": [
    ['"aria-selected": isActive,', ""],
    ['role: "tab",', 'role: "presentation",'],
  ],
  "@graphiql/plugin-history/dist/components.js": [['"aria-label": "Set active"', '"data-does": "Set active"']],
  "graphiql/dist/GraphiQL.js": [
    ["jsx(Tab.Button, {", 'jsx(Tab.Button, { role: "tab", "aria-selected": index_1 === activeTabIndex,'],
    ["jsx(Tab.Close, {", 'jsx(Tab.Close, { "aria-hidden": true, tabIndex: -1,'],
  ],
};
const accessibleTabs = {
  name: "accessible tabs",
  setup: ({ onLoad }) =>
    onLoad({ filter: /(tabs[/\\]index|dist[/\\]components|dist[/\\]GraphiQL)\.js$/ }, ({ path }) => {
      const [, changes] = Object.entries(CHANGES).find(([file]) => path.replaceAll("\\", "/").endsWith(`/${file}`)) ?? [];
      let contents = changes && readFileSync(path, "utf8");
      for (const [from, to] of changes ?? []) {
        if (contents.split(from).length !== 2) throw new Error(`${path} should have ${from} once`);
        contents = contents.replace(from, to);
      }
      return { contents };
    }),
};

const FOLDER = "dist/playground";
const PAGE = "packages/engine/src/playground/browser";

const shared = { outdir: FOLDER, bundle: true, minify: true, write: false, target: "es2022", logLevel: "error" };
const builds = await Promise.all([
  build({
    ...shared,
    entryPoints: { playground: `${PAGE}/start.tsx` },
    format: "esm",
    plugins: [accessibleTabs],
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
