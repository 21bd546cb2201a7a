// npm start and npm run demo: says what has to be done first, or starts the service in this process. The demo is built first.
import { existsSync } from "node:fs";

const isDemo = process.argv.includes("--demo");

function problem() {
  if (!existsSync("node_modules")) return `The packages are not installed. Run: npm ci && npm run ${isDemo ? "demo" : "build"}`;
  return isDemo || existsSync("dist/src/main.js") ? undefined : "The service is not built. Run: npm run build && npm start";
}

const found = problem();
if (found !== undefined) {
  console.error(found);
  process.exit(1);
}
if (isDemo) {
  const { build } = await import("./build.mjs");
  const isBuilt = await build({ withTests: false, announce: () => console.log("Building …") });
  if (!isBuilt) process.exit(1);
}
await import("../dist/src/main.js");
