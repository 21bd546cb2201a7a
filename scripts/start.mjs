// npm start and npm run demo: says what has to be done first, or starts the service in this process. The demo is built first.
import { existsSync } from "node:fs";
import { portProblem } from "./portProblem.mjs";

const isDemo = process.argv.includes("--demo");

async function problem() {
  if (!existsSync("node_modules")) return `The packages are not installed. Run: npm ci && npm run ${isDemo ? "demo" : "build"}`;
  if (!isDemo && !existsSync("dist/src/main.js")) return "The service is not built. Run: npm run build && npm start";
  // An older Node, which lacks this, is told so by the service.
  if (existsSync(".env")) process.loadEnvFile?.();
  const { HOST = isDemo ? "127.0.0.1" : "0.0.0.0", PORT = "8000" } = process.env;
  return /^[1-9]\d{0,4}$/.test(PORT) ? portProblem(HOST, Number(PORT)) : undefined;
}

const found = await problem();
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
