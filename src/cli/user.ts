import "reflect-metadata";
import { Command, Option } from "commander";
import { quietLog } from "#engine/database";
import { onEmbedded, openPatiently } from "#operations";
import { readConfig } from "../config.js";
import { createDataSource } from "../createDataSource.js";
import { ConsentMethod } from "../entities/ConsentMethod.js";
import { Role } from "../entities/Role.js";
import { TokenPurpose } from "../entities/TokenPurpose.js";
import { type OperatorsServices, operatorsServices } from "../operatorsServices.js";
import { endWith, runCommand } from "./runCommand.js";

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

for (const [name, purpose, does] of [
  ["reset-link", TokenPurpose.PASSWORD_RESET, "prints a link for a new password, in place of earlier ones"],
  ["verify-link", TokenPurpose.EMAIL_VERIFICATION, "prints a link that verifies the email, in place of earlier ones"],
] as const)
  program
    .command(`${name} <email>`)
    .description(does)
    .action((email: string) =>
      withAccounts(async ({ links }) => {
        const link = await links.make(purpose, email);
        if (!link) return endWith(1, NO_ACCOUNT);
        console.log(`${link.url ?? link.token}\n${explainLink(purpose, link)}`);
      }),
    );

program
  .command("consent <email>")
  .description("records a guardian's consent from a signed form")
  .requiredOption("--guardian <who>", "who signed it")
  .requiredOption("--text-version <version>", "which version of the text was signed")
  .addOption(
    new Option("--method <how>", "who has the form").choices([ConsentMethod.PAPER, ConsentMethod.SCHOOL]).default("PAPER"),
  )
  .action((email: string, consent: { guardian: string; textVersion: string; method: ConsentMethod }) =>
    withAccounts(async ({ consents }) => {
      if (!(await consents.recordByEmail(email, consent))) return endWith(1, NO_ACCOUNT);
      console.log("The consent is recorded.");
    }),
  );

await runCommand(program);

/** What an operator has to know before giving a link to somebody. */
function explainLink(purpose: TokenPurpose, { url, expiresAt }: { readonly url?: string; readonly expiresAt: Date }): string {
  const [mutation, setting] =
    purpose === TokenPurpose.PASSWORD_RESET
      ? ["resetPassword", "PASSWORD_RESET_URL"]
      : ["verifyEmail", "EMAIL_VERIFICATION_URL"];
  const what = url === undefined ? `The token is for the mutation ${mutation}; set ${setting} to get a link. It` : "The link";
  return `${what} works once, until ${expiresAt.toISOString()}. Hand it to the owner of the account, and to nobody else.`;
}

async function setRole(accounts: OperatorsServices["accounts"], email: string, role: Role, done: string): Promise<void> {
  if (!(await accounts.setRoleByEmail(email, role))) return endWith(1, NO_ACCOUNT);
  console.log(done);
}

async function withAccounts(work: (services: OperatorsServices) => Promise<void>): Promise<void> {
  const config = readConfig();
  const database = createDataSource({ ...config.database, timeouts: undefined }, quietLog);
  if (config.database.url === undefined) console.error(onEmbedded(config.database));
  await openPatiently(database, (line) => console.error(line));
  await work(operatorsServices(config, database)).finally(() => database.destroy());
}
