import "reflect-metadata";
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { silentLog } from "#engine/features";
import { OperationError, withDatabase } from "#operations";
import { privacyKey } from "../config/privacyKey.js";
import { readConfig } from "../config.js";
import { createDataSource } from "../createDataSource.js";
import { PrivacyKeys } from "../features/privacy/PrivacyKeys.js";
import { type OperatorsServices, operatorsServices } from "../operatorsServices.js";
import { confirm } from "./confirm.js";
import { positiveInteger } from "./positiveInteger.js";
import { endWith, runCommand } from "./runCommand.js";

const NO_ACCOUNT = "There is no account with this email. Check its spelling.";

const program = new Command("npm run privacy --").description(
  "What operators do for the rights of the children. Exit code 1: not done, or not good; 2: not understood.",
);

program
  .command("export <email>")
  .description("writes a copy of all that is held about the account, as JSON to standard output")
  .action((email: string) =>
    withServices(async ({ byEmail }) => {
      if (!(await byEmail.export(email, write))) return endWith(1, NO_ACCOUNT);
      await write("\n");
    }),
  );

program
  .command("erase <email>")
  .description("deletes the account with all that belongs to it, and prints the receipt")
  .option("--yes", "does not ask")
  .action((email: string, { yes = false }: { yes?: boolean }) =>
    withServices(async ({ byEmail }) => {
      if (!yes && !(await confirm("Delete the account for good?"))) throw new OperationError("Nothing was deleted.");
      const receipt = await byEmail.erase(email);
      if (!receipt) return endWith(1, NO_ACCOUNT);
      await write(`${JSON.stringify(receipt, undefined, 2)}\n`);
    }),
  );

program
  .command("verify <receipt>")
  .description("checks the signature of a receipt, which is a file of JSON as eraseMe or erase answered it")
  .action((path: string) => {
    const keys = new PrivacyKeys(() => privacyKey(readConfig().privacy));
    const receipt = readReceipt(path);
    if (!keys.isGenuine(receipt)) return endWith(1, "The receipt is not genuine: this service has not signed it as it is.");
    console.log(receipt.isPending ? `Genuine: the erasure is due at ${receipt.erasedAt}.` : "Genuine: the account was erased.");
  });

program
  .command("replay")
  .description("repeats the erasures that a restored backup has brought back, from the journal")
  .action(() =>
    withServices(async ({ replay, hasJournal }) => {
      if (!hasJournal) throw new OperationError("Set PRIVACY_JOURNAL to the file that remembers the erasures.");
      const { entries, accounts, unknown, undone } = await replay.run();
      console.log(`Erasures that the database lacked: ${entries}. Accounts that were there again and are erased: ${accounts}.`);
      for (const columns of undone)
        endWith(
          1,
          `An account is not erased: ${columns.join(", ")} would still hold something of it. Remove that, then run this again.`,
        );
      if (unknown > 0)
        endWith(
          1,
          `${unknown} ${unknown === 1 ? "erasure was" : "erasures were"} made with another PRIVACY_KEY. Set the key that the service had, then run this again.`,
        );
    }),
  );

program
  .command("retention")
  .description("deletes what is kept no longer, as the service does by itself")
  .option("--dry-run", "says what would go, and deletes nothing")
  .action(({ dryRun = false }: { dryRun?: boolean }) =>
    withServices(async ({ retention }) => {
      if (!dryRun) {
        const { accounts, rows } = await retention.clear();
        return console.log(`Rows deleted: ${rows}. Accounts erased: ${accounts}.`);
      }
      for (const { what, rows } of await retention.preview()) console.log(`${String(rows).padStart(8)}  ${what}`);
    }),
  );

program
  .command("unused")
  .description("warns accounts that nobody uses, and erases those whose day has come; for a job that runs every day")
  .option("--days <days>", "from the last use to the erasure", positiveInteger, 730)
  .option("--warning-days <days>", "from the warning to the erasure", positiveInteger, 30)
  .option("--dry-run", "lists them, warns nobody, and erases nobody")
  .action(({ days, warningDays, dryRun = false }: { days: number; warningDays: number; dryRun?: boolean }) => {
    if (warningDays >= days) return endWith(2, "--warning-days has to be less than --days.");
    return withServices(async ({ unused, hasReceipts }) => {
      if (!dryRun && !hasReceipts)
        throw new OperationError(
          "Set PRIVACY_RECEIPTS to a folder that lasts: after an erasure only its receipt knows where the pictures are.",
        );
      const period = { days, warningDays };
      for await (const { email, lastUsedOn, done, isGood } of dryRun ? unused.preview(period) : unused.run(period)) {
        console.log(`${email}: last used on ${lastUsedOn}, ${done}`);
        if (!isGood) process.exitCode = 1;
      }
    });
  });

await runCommand(program);

function withServices(work: (services: OperatorsServices) => Promise<void>): Promise<void> {
  const config = readConfig();
  return withDatabase(
    createDataSource,
    config.database,
    (line) => console.error(line),
    (database) => work(operatorsServices(config, database, { ...silentLog, info: say, warn: say, error: say })),
  );
}

function say(values: object | string, message = ""): void {
  if (typeof values === "string") {
    console.error(values);
    return;
  }
  const told = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
  console.error(told.length > 0 ? `${message} (${told.join("; ")})` : message);
}

/** Waits where the reader is slower than the database. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}

/** The receipt by itself, or in the answer of eraseMe. @throws OperationError when the file holds none. */
function readReceipt(path: string) {
  const text = textOf(path);
  try {
    const given = JSON.parse(text);
    const { id, erasedAt, isPending = false, counts, imageUrls, signature } = given.data?.eraseMe ?? given;
    if (
      [id, erasedAt, signature].every((text) => typeof text === "string") &&
      !Number.isNaN(Date.parse(erasedAt)) &&
      Array.isArray(counts) &&
      counts.every((count) => typeof count?.table === "string") &&
      Array.isArray(imageUrls)
    )
      return { id, erasedAt, isPending, counts, imageUrls, signature };
  } catch {
    // The error below tells it.
  }
  throw new OperationError("This file holds no receipt. Name one with the JSON that eraseMe answered, with all its fields.");
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new OperationError(
      `The file cannot be read (${(error as NodeJS.ErrnoException).code}). Check its name, and who may read it.`,
    );
  }
}
