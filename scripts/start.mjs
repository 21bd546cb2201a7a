// npm start and npm run demo: says what has to be done first, or starts the service in this process. The demo is built first.
import { existsSync, readFileSync } from "node:fs";
import { portProblem } from "./portProblem.mjs";

const isDemo = process.argv.includes("--demo");

async function problem() {
  if (!existsSync("node_modules")) return `The packages are not installed. Run: npm ci && npm run ${isDemo ? "demo" : "build"}`;
  if (!isDemo && !existsSync("dist/src/main.js")) return "The service is not built. Run: npm run build && npm start";
  const { HOST = isDemo ? "127.0.0.1" : "0.0.0.0", PORT = "8000" } = { ...(await dotEnv()), ...process.env };
  return /^[1-9]\d{0,4}$/.test(PORT) ? portProblem(HOST, Number(PORT)) : undefined;
}

/** The service reads .env by itself, and tells what is wrong with it. */
async function dotEnv() {
  const { parse } = await import("dotenv");
  try {
    return parse(readFileSync(".env"));
  } catch {
    return {};
  }
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
