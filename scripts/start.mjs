// npm start and npm run demo: says what has to be run first, or starts the service in this process. The demo is built first.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const isDemo = process.argv.includes("--demo");

function missing() {
  if (!existsSync("node_modules")) return `The packages are not installed. Run: npm ci && npm run ${isDemo ? "demo" : "build"}`;
  if (!isDemo && !existsSync("dist/src/main.js")) return "The service is not built. Run: npm run build && npm start";
  return undefined;
}

const problem = missing();
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}
if (isDemo && spawnSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" }).status !== 0) process.exit(1);
await import("../dist/src/main.js");
