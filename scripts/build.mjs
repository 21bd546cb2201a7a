// Builds dist from nothing: the compiled TypeScript, and the playground's files.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
const { status } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "."], { stdio: "inherit" });
if (status !== 0) process.exit(1);
mkdirSync("dist/playground", { recursive: true });
await import("./build-playground.mjs");
