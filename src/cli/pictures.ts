import "reflect-metadata";
import { Command } from "commander";
import { OperationError, withDatabase } from "#operations";
import { readConfig } from "../config.js";
import { createDataSource } from "../createDataSource.js";
import { StoreFailed } from "../features/pictures/StoreFailed.js";
import type { Sweep, Swept } from "../features/pictures/Sweep.js";
import { operatorsServices } from "../operatorsServices.js";
import { confirm } from "./confirm.js";
import { runCommand } from "./runCommand.js";

const program = new Command("npm run pictures --").description(
  "What operators do with the files of pictures. Exit code 1: not done; 2: not understood.",
);

program
  .command("sweep")
  .description("removes the files that no row names, as after a backup was restored, and says which pictures have none")
  .option("--dry-run", "says what would go, and removes nothing")
  .option("--yes", "does not ask")
  .action(async ({ dryRun = false, yes = false }: { dryRun?: boolean; yes?: boolean }) => {
    const config = readConfig();
    await withDatabase(
      createDataSource,
      config.database,
      (line) => console.error(line),
      async (database) => {
        const { pictures } = operatorsServices(config, database);
        if (!pictures) throw new OperationError("No pictures are kept: PICTURE_STORE is off.");
        const found = await sweep(pictures.sweep, true);
        console.log(`Pictures with files that no row names: ${found.strays}. Deleted ones whose files are due: ${found.due}.`);
        console.log(`Pictures whose files are gone: ${found.missing}.`);
        if (dryRun || found.strays + found.due === 0) return;
        if (!yes && !(await confirm("Remove the files of the first two for good?")))
          throw new OperationError("Nothing was removed.");
        const { strays, due } = await sweep(pictures.sweep, false);
        console.log(`Removed: ${strays} that no row names, and ${due} that were due.`);
      },
    );
  });

await runCommand(program);

/** Runs a sweep, and says what to look at where the store does not take part. */
async function sweep(swept: Sweep, isDry: boolean): Promise<Swept> {
  try {
    return await swept.run(isDry);
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    throw new OperationError(`${error.message}. Look at the settings that begin with S3_, and at the rights of the key.`);
  }
}
