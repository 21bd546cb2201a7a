// Rebuilds and restarts the service when a source changes. Ctrl-C ends it.
import { spawn } from "node:child_process";
import { watch } from "node:fs";

const SOURCES = ["src", "examples/demo", "packages", "migrations", "ormconfig.ts"];
const SETTLE_MS = 200;
let service;
let timer;

async function restart() {
  const build = spawn(process.execPath, ["scripts/build.mjs", "--service"], { stdio: "inherit" });
  const failed = await new Promise((done) => build.once("exit", done));
  if (failed) return;
  if (service?.exitCode === null) {
    const ended = new Promise((done) => service.once("exit", done));
    service.kill("SIGTERM");
    await ended;
  }
  service = spawn(process.execPath, ["dist/src/main.js", "--dev", ...process.argv.slice(2)], { stdio: "inherit" });
}

let running = restart();
for (const source of SOURCES)
  watch(source, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(restart);
    }, SETTLE_MS);
  });
process.on("SIGINT", () => service?.once("exit", () => process.exit(0)));
