import "reflect-metadata";
import { statSync } from "node:fs";
import { Command } from "commander";
import { checkText, readManifest } from "#engine";
import { readConfig } from "../config.js";
import { describeNovadraw } from "../describeNovadraw.js";
import { documentsIn } from "./documentsIn.js";
import { endWith, runCommand } from "./runCommand.js";

type CheckedOperation = ReturnType<typeof checkText>[number];

const program = new Command("npm run operations --").description(
  "What a frontend asks of this service. Exit code 1: an operation cannot run; 2: not understood.",
);

program
  .command("check <path>")
  .description(
    "checks a manifest of operations, or the documents of a folder, and prints what each costs at most: its .graphql files, and the templates of gql and graphql in .ts, .tsx, .js and .jsx",
  )
  .action(async (path: string) => {
    const config = readConfig();
    const { model } = await describeNovadraw(config);
    const limit = { rows: config.cost.maxRows, bytes: config.cost.maxAnswerBytes };
    const checked = operationsAt(path, (text) => checkText(model, text, limit));
    for (const operation of checked) console.log(lineOf(operation));
    const bad = checked.filter(({ problems }) => problems.length > 0).length;
    if (checked.length === 0) endWith(1, "No operation was found.");
    else if (bad > 0) endWith(1, `${bad} of ${checked.length} operations cannot run.`);
  });

await runCommand(program);

/** A manifest's documents, each by itself; or a folder's together, since they share fragments. */
function operationsAt(path: string, check: (text: string) => readonly CheckedOperation[]): readonly CheckedOperation[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [...readManifest(path).values()].flatMap(check);
  const { text, unreadable } = documentsIn(path);
  const bad = unreadable.map((problem) => ({ name: "(unreadable)", problems: [problem] }));
  return [...bad, ...(text === "" ? [] : check(text))];
}

function lineOf({ name, cost, problems }: CheckedOperation): string {
  const amounts = cost ? `  ${cost.rows} rows, ${cost.bytes} bytes` : "";
  const state = problems.length === 0 ? "good" : "bad ";
  return [`${state}  ${name}${amounts}`, ...problems.map((problem) => `        ${problem}`)].join("\n");
}
