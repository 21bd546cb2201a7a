// npm run gallery: installs and builds the gallery where that has not been done, and starts the demo with it.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "examples/gallery";
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const files = (folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
const sources = [`${FOLDER}/src`, `${FOLDER}/public`, "client/src"].flatMap(files);
const built = modified(`${FOLDER}/dist/index.html`);
const isInstalled = modified(`${FOLDER}/node_modules/.package-lock.json`) >= modified(`${FOLDER}/package-lock.json`);

function run(...words) {
  const { status } = spawnSync("npm", words, { cwd: FOLDER, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync("node_modules")) {
  console.error("The packages are not installed. Run: npm ci && npm run gallery");
  process.exit(1);
}
if (!isInstalled) {
  console.log("Installing the gallery's packages …");
  run("ci", "--no-audit", "--no-fund");
}
if (!isInstalled || sources.some((file) => modified(file) > built)) {
  console.log("Building the gallery …");
  run("run", "--silent", "build");
}
process.argv.push("--demo");
await import("./start.mjs");
