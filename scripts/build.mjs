// npm run build: brings dist up to date. `--service` leaves the tests out. What has not changed is not made again, and a file
// whose source is gone goes too, so that nothing stale can run and nothing that runs loses its files.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const PLAYGROUND = "packages/engine/src/playground/browser";
const RECORD = "dist/.built.json";
const SETTINGS = ["tsconfig.json", "tsconfig.service.json", "package-lock.json"];
const CODE = ["src", "examples/demo", "packages", "migrations", "ormconfig.ts", ...SETTINGS];

const filesIn = (path) =>
  existsSync(path) && !/\.\w+$/.test(path)
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [path];

/** A digest of all that a part of dist is made from. */
function digestOf(paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesIn).sort()) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function readRecord() {
  try {
    return JSON.parse(readFileSync(RECORD, "utf8"));
  } catch {
    return {};
  }
}

/** Where TypeScript keeps what it knows of a project's output. */
export const stateOf = (project) => `dist/.${project}.tsbuildinfo`;

/** The next build looks at everything again. */
export const forgetBuild = () => rmSync(RECORD, { force: true });

/**
 * Compiles the TypeScript, or says why that does not work and returns false. TypeScript trusts its own record of what it has
 * written, so the record of the other project is removed: it would not know what this one writes.
 */
function compile(project, otherProject) {
  rmSync(stateOf(otherProject), { force: true });
  const words = ["node_modules/typescript/bin/tsc", "-p", project, "--incremental", "--tsBuildInfoFile", stateOf(project)];
  return spawnSync(process.execPath, words, { stdio: ["ignore", "inherit", "inherit"] }).status === 0;
}

function removeStale() {
  for (const file of ["dist/src", "dist/examples", "dist/packages", "dist/migrations", "dist/test"]
    .filter(existsSync)
    .flatMap(filesIn)) {
    const source = relative("dist", file).replace(/\.js(\.map)?$/, ".ts");
    if (/\.js(\.map)?$/.test(file) && !existsSync(source)) rmSync(file);
  }
}

/** Builds what has changed. Returns false where the sources do not compile; the compiler has said why. */
export async function build({ withTests, announce = () => undefined }) {
  const built = readRecord();
  const code = digestOf(CODE);
  const tests = withTests ? digestOf(["test"]) : built.tests;
  const playground = digestOf([PLAYGROUND, "scripts/build-playground.mjs", "package-lock.json"]);
  const isCompiled = built.code === code && built.tests === tests;
  if (isCompiled && built.playground === playground) return true;
  announce();
  mkdirSync("dist/playground", { recursive: true });
  if (!isCompiled) {
    removeStale();
    const projects = ["tsconfig.json", "tsconfig.service.json"];
    if (!compile(...(withTests ? projects : projects.reverse()))) return false;
  }
  if (built.playground !== playground) await import("./build-playground.mjs");
  // Tests that were compiled with other code are compiled again before they run.
  const testsNow = withTests ? tests : built.code === code ? built.tests : undefined;
  writeFileSync(RECORD, JSON.stringify({ code, tests: testsNow, playground }));
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!(await build({ withTests: !process.argv.includes("--service") }))) process.exit(1);
}
