// npm run test:watch -- PATTERN: compiles what changes, and has jest run the test files again whose path contains the pattern.
// Jest's keys work: p asks for another pattern, t for the name of a test, q or Ctrl-C ends it.
import { spawn } from "node:child_process";
import ts from "typescript";
import { build, forgetBuild, stateOf } from "./build.mjs";

// The whole build comes first: tests also read the playground's files, and nothing stale may lie in dist.
if (!(await build({ withTests: true }))) process.exit(1);
// From here on the compiler writes into dist.
forgetBuild();

const { sys, formatDiagnosticsWithColorAndContext, createEmitAndSemanticDiagnosticsBuilderProgram } = ts;
const format = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: sys.getCurrentDirectory,
  getNewLine: () => sys.newLine,
};
const compiler = ts.createWatchProgram(
  ts.createWatchCompilerHost(
    "tsconfig.json",
    { incremental: true, tsBuildInfoFile: stateOf("tsconfig.json") },
    sys,
    createEmitAndSemanticDiagnosticsBuilderProgram,
    (diagnostic) => console.error(formatDiagnosticsWithColorAndContext([diagnostic], format)),
    (_status, _newLine, _options, errors) => {
      if (errors > 0) console.error("The tests wait until this compiles.");
    },
  ),
);

// Jest hears of changes in its roots alone, and by its own settings these are the tests.
const roots = ["--roots=dist/src", "--roots=dist/packages", "--roots=dist/migrations", "--roots=dist/test"];
const jest = spawn(process.execPath, ["node_modules/jest/bin/jest.js", ...process.argv.slice(2), "--watchAll", ...roots], {
  stdio: "inherit",
});
jest.once("exit", (code) => {
  compiler.close();
  process.exit(code ?? 0);
});
// Ctrl-C reaches jest too; this process ends when jest has.
process.on("SIGINT", () => undefined);
