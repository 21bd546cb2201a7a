import { nodeProblem } from "./nodeProblem.js";

// All else is imported after the check: an older Node fails at what it does not know, with a stack.
const problem = nodeProblem(process.versions.node);
if (problem === undefined) {
  const { start } = await import("./start.js");
  await start();
} else {
  console.error(problem);
  process.exitCode = 1;
}
