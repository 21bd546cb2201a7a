import "reflect-metadata";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { composeModel } from "../compose.js";
import { readConfig } from "../config.js";
import { createDataSource } from "../database/createDataSource.js";
import { quietLog } from "../database/SqlLogger.js";
import { checkText } from "../server/documents/checkManifest.js";
import type { CheckedOperation } from "../server/documents/checkOperations.js";
import { readManifest } from "../server/documents/readManifest.js";
import { endWith, runCommand } from "./runCommand.js";

const program = new Command("npm run operations --").description(
  "What a frontend asks of this service. Exit code 1: an operation cannot run; 2: not understood.",
);

program
  .command("check <path>")
  .description("checks a manifest of operations, or the .graphql files of a folder, and prints what each costs at most")
  .action(async (path: string) => {
    const config = readConfig();
    const database = createDataSource(config.database, quietLog);
    await database.describe();
    const model = composeModel({ config, database });
    const limit = { rows: config.cost.maxRows, bytes: config.cost.maxAnswerBytes };
    const checked = textsOf(path).flatMap((text) => checkText(model, text, limit));
    for (const operation of checked) console.log(lineOf(operation));
    const bad = checked.filter(({ problems }) => problems.length > 0).length;
    if (checked.length === 0) endWith(1, "No operation was found.");
    else if (bad > 0) endWith(1, `${bad} of ${checked.length} operations cannot run.`);
  });

await runCommand(program);

/** A manifest's documents, each by itself; or a folder's files together, since they share fragments. */
function textsOf(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [...readManifest(path).values()];
  const files = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => /\.(graphql|gql)$/.test(name));
  return files.length === 0 ? [] : [files.map((name) => readFileSync(join(path, name), "utf8")).join("\n")];
}

function lineOf({ name, cost, problems }: CheckedOperation): string {
  const amounts = cost ? `  ${cost.rows} rows, ${cost.bytes} bytes` : "";
  const state = problems.length === 0 ? "good" : "bad ";
  return [`${state}  ${name}${amounts}`, ...problems.map((problem) => `        ${problem}`)].join("\n");
}
