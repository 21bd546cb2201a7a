// Builds dist from nothing: the compiled TypeScript, the playground's files, and schema.graphql at the root.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { css, editorWorkerService, favicon, graphqlWorker, js, jsonWorker } from "@graphql-yoga/render-graphiql/graphiql";

rmSync("dist", { recursive: true, force: true });
const { status } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "."], { stdio: "inherit" });
if (status !== 0) process.exit(1);

mkdirSync("dist/playground", { recursive: true });
const files = {
  "graphiql.js": js,
  "graphiql.css": css,
  "editor.worker.js": editorWorkerService,
  "json.worker.js": jsonWorker,
  "graphql.worker.js": graphqlWorker,
};
for (const [name, text] of Object.entries(files)) {
  writeFileSync(`dist/playground/${name}`, text);
  writeFileSync(`dist/playground/${name}.gz`, gzipSync(text));
}
writeFileSync("dist/playground/favicon.ico", Buffer.from(favicon.split(",")[1], "base64"));
cpSync("src/server/playground/browser/start.js", "dist/playground/start.js");
