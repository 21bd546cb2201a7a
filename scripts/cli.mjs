// node scripts/cli.mjs NAME …: runs a command of src/cli. Where the sources are at hand and have changed, builds first.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const [name, ...words] = process.argv.slice(2);

if (existsSync("src") && existsSync("node_modules/typescript")) {
  const { build } = await import("./build.mjs");
  const isBuilt = await build({ withTests: false, announce: () => console.error("Building …") });
  if (!isBuilt) process.exit(1);
}
const { status } = spawnSync(process.execPath, [`dist/src/cli/${name}.js`, ...words], { stdio: "inherit" });
process.exit(status ?? 1);
