import { END, type ProgramRun } from "./runProgram.js";
// What all of the operators' commands load, and what takes most of their start.
import "../../src/operatorsServices.js";
import "../../packages/operations/src/operations.js";

let runs = 0;

process.on("disconnect", () => process.exit());
process.on("message", async ({ path, words, environment, cwd }: ProgramRun) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  process.chdir(cwd);
  process.argv = [process.execPath, path, ...words];
  process.exitCode = undefined;
  try {
    await import(`${path}?run=${++runs}`);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  process.stderr.write(END);
  process.stdout.write(`${END}${process.exitCode ?? 0}${END}`);
});
