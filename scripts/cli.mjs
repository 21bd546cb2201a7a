// node scripts/cli.mjs NAME …: runs a command of src/cli. Where the sources are at hand and newer than what was built, builds first.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const [name, ...words] = process.argv.slice(2);
const program = `dist/src/cli/${name}.js`;
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = () =>
  ["src", "migrations"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );

if (
  existsSync("src") &&
  existsSync("node_modules/typescript") &&
  sources().some((file) => modified(file) > modified(program))
) {
  console.error("Building …");
  const { status } = spawnSync(process.execPath, ["scripts/build.mjs"], { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) process.exit(1);
}
const { status } = spawnSync(process.execPath, [program, ...words], { stdio: "inherit" });
process.exit(status ?? 1);
