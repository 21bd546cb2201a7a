import "reflect-metadata";
import { Command } from "commander";
import { composeAccounts } from "../compose.js";
import { readConfig } from "../config.js";
import { createDataSource } from "../database/createDataSource.js";
import { quietLog } from "../database/SqlLogger.js";
import { Role } from "../entities/Role.js";
import { endWith, runCommand } from "./runCommand.js";

type Accounts = ReturnType<typeof composeAccounts>;

const NO_ACCOUNT = "There is no account with this email. Check its spelling.";

const program = new Command("npm run user --").description(
  "What operators do to accounts. Exit code 1: not done; 2: not understood.",
);

program
  .command("promote <email>")
  .description("makes the account an admin, from its next request on")
  .action((email: string) =>
    withAccounts(({ accounts }) => setRole(accounts, email, Role.ADMIN, "The account is an admin now.")),
  );

program
  .command("demote <email>")
  .description("makes the admin a user again, from their next request on")
  .action((email: string) => withAccounts(({ accounts }) => setRole(accounts, email, Role.USER, "The account is a user now.")));

program
  .command("sessions <email>")
  .description("says how many sessions of the account are good")
  .option("--end", "ends them all")
  .action((email: string, { end }: { end?: true }) =>
    withAccounts(async ({ sessions }) => {
      const count = await (end ? sessions.endAllOfEmail(email) : sessions.countOfEmail(email));
      if (count === undefined) return endWith(1, NO_ACCOUNT);
      console.log(end ? `Sessions ended: ${count}.` : `Good sessions: ${count}. Add --end to end them.`);
    }),
  );

await runCommand(program);

async function setRole(accounts: Accounts["accounts"], email: string, role: Role, done: string): Promise<void> {
  if (!(await accounts.setRoleByEmail(email, role))) return endWith(1, NO_ACCOUNT);
  console.log(done);
}

async function withAccounts(work: (services: Accounts) => Promise<void>): Promise<void> {
  const config = readConfig();
  const database = createDataSource(config.database, quietLog);
  await database.initialize();
  await work(composeAccounts({ config, database })).finally(() => database.destroy());
}
