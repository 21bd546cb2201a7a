import "reflect-metadata";
import { Command, Option } from "commander";
import type { DataSource } from "typeorm";
import { quietLog } from "#engine/database";
import {
  type Agreement,
  adopt,
  check,
  confirmLosses,
  DOUBTS,
  type Doubt,
  generate,
  isNobodys,
  lint,
  migrate,
  OperationError,
  type Progress,
  ping,
  plan,
  planRevert,
  psql,
  type Report,
  type RevertChoice,
  repair,
  reset,
  revert,
  seed,
  status,
  verify,
  withDatabase,
} from "#operations";
import { type Config, readConfig } from "../config.js";
import { createDataSource } from "../createDataSource.js";
import { normalizeEmail } from "../entities/normalizeEmail.js";
import { ask } from "./ask.js";
import { confirm } from "./confirm.js";
import { positiveInteger } from "./positiveInteger.js";
import { runCommand } from "./runCommand.js";

const YES_DESTROY = ["--yes-destroy <database>", "agrees to what is destroyed, by the name of the database"] as const;

const program = new Command("npm run db --")
  .description("What operators do to the database. Exit code 0: done, and good; 1: not done, or not good; 2: not understood.")
  .enablePositionalOptions()
  .configureHelp({ helpWidth: 140 });

verb("status", "applied, pending, out-of-order, edited and missing migrations; writes nothing")
  .option("--exit-code", "ends with 1 unless all are applied")
  .action(({ exitCode, ...options }) =>
    onDatabase(options, async (database) => {
      const report = await status(database);
      return { ...report, isGood: report.isGood || !exitCode };
    }),
  );
verb("migrate", "runs what is pending; of several runs at once each migration is run by one")
  .option("--to <name>", "the last one to run")
  .addOption(new Option("--despite <states...>", "goes on in spite of such migrations").choices(DOUBTS))
  .option(...YES_DESTROY)
  .action(({ to, despite, yesDestroy, ...options }: Options & { to?: string; despite?: Doubt[]; yesDestroy?: string }) =>
    onDatabase(options, (database, say, config) =>
      migrate(database, say, { ...(to && { to }), ...(despite && { despite }), agreement: agreementOf(config, yesDestroy) }),
    ),
  );
verb("revert", "shows what would be undone, asks, and undoes it")
  .option("--steps <count>", "how many, the latest first (default: 1)", positiveInteger)
  .option("--to <name>", "the one that stays, with all before it")
  .option("--yes", "does not ask where nothing is destroyed")
  .option(...YES_DESTROY)
  .action(({ yes, yesDestroy, steps, to, ...options }) =>
    onDatabase(options, (database, say, config) =>
      confirmedRevert(database, say, { steps, to }, { isSure: yes === true, agreement: agreementOf(config, yesDestroy) }),
    ),
  );
verb("repair [name]", "tells what it would mend in the record of applied migrations, and mends it with --yes")
  .option("--yes", "mends it")
  .action((name, { yes, ...options }) =>
    onDatabase(options, (database, say) => repair(database, say, { name, isSure: yes === true })),
  );
verb("plan", "the SQL that migrate would run").action((options) => onDatabase(options, plan));
verb("generate <name>", "writes the difference between entities and database as a migration, and lints it").action(
  (name, options) => onDatabase(options, (database) => generate(database, name)),
);
verb("check", "compares entities, migrations and the database, both ways").action((options) => onDatabase(options, check));
verb("lint [name]", "refuses migrations that break a service which runs meanwhile").action((name, options) =>
  reported(options, async () => lint(await unopened(), name)),
);
verb("verify", "every migration up, down and up in a scratch database").action((options) => onDatabase(options, verify));
verb("adopt", "takes over a database that the Python service's Alembic made, without losing a row")
  .option("--dry-run", "tells the differences and the SQL, and changes nothing")
  .action(({ dryRun = false, ...options }) =>
    onDatabase(options, (database, say) => adopt(database, say, { isDryRun: dryRun, normalizeEmail })),
  );
verb("ping", "DNS, TCP, TLS, authentication and a query, one by one").action((options) =>
  reported(options, async (say) => {
    const { entityMetadatas } = await unopened();
    const tables = entityMetadatas.map(({ tableName }) => tableName);
    return ping(readConfig().database, tables, say);
  }),
);
verb("reset", "drops what the migrations made, migrates, and loads the demo data")
  .option(...YES_DESTROY)
  .action(({ yesDestroy, ...options }) =>
    onDatabase(options, (database, say, config) => reset(database, say, agreementOf(config, yesDestroy), loadDemoData)),
  );
verb("seed", "loads the demo data, unless it is there; not in production").action((options) =>
  onDatabase(options, (database, say, config) => seed(database, say, config, loadDemoData)),
);
program
  .command("psql [words...]")
  .description("opens psql, with these words for it")
  .passThroughOptions()
  .allowUnknownOption()
  .action(async (words: string[]) => {
    process.exitCode = await psql(readConfig().database, words);
  });

await runCommand(program);

interface Options {
  readonly json?: true;
}

/** The tables and the migrations, which need no database to be known. */
async function unopened(): Promise<DataSource> {
  const database = createDataSource({ ...readConfig().database, url: undefined }, quietLog);
  await database.describe();
  return database;
}

/** The demo is no part of the image, and is not loaded before it is asked for. */
async function loadDemoData(database: DataSource): Promise<void> {
  const demo = await import("../../examples/demo/data/loadDemoData.js");
  await demo.loadDemoData(database);
}

function verb(usage: string, description: string): Command {
  return program.command(usage).description(description).option("--json", "answers in JSON");
}

function onDatabase(
  options: Options,
  work: (database: DataSource, say: Progress, config: Config) => Promise<Report>,
): Promise<void> {
  const config = readConfig();
  return reported(options, (say) =>
    withDatabase(createDataSource, config.database, say, (database) => work(database, say, config)),
  );
}

/** Progress goes to standard error, so that standard output is the answer alone. */
async function reported({ json }: Options, work: (say: Progress) => Promise<Report>): Promise<void> {
  const { isGood, lines, details } = await work((line) => process.stderr.write(`${line}\n`));
  console.log(json ? JSON.stringify({ isGood, ...details }) : lines.join("\n"));
  if (!isGood) process.exitCode = 1;
}

async function confirmedRevert(
  database: DataSource,
  say: Progress,
  choice: RevertChoice,
  { isSure, agreement }: { isSure: boolean; agreement: Agreement },
): Promise<Report> {
  const { names, lines, losses } = await planRevert(database, choice);
  for (const line of lines) say(line);
  await confirmLosses(database, losses, agreement, say);
  const isAsked = losses.length > 0 && !(await isNobodys(database, agreement));
  if (names.length > 0 && !isSure && !isAsked && !(await confirm("Undo this?")))
    throw new OperationError("Nothing was undone.");
  return revert(database, names, say);
}

/** A person at a terminal may type the database's name instead of giving it. */
function agreementOf({ isProduction }: Config, yesDestroy?: string): Agreement {
  return { isProduction, yesDestroy, ask: process.stdin.isTTY ? ask : undefined };
}
